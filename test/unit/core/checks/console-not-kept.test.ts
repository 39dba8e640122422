import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { finding, findings } from '../../../support/findings.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';

const CASES = new URL('../../../fixtures/cases/', import.meta.url);

function textOf(name: string): string {
  return readFileSync(new URL(name, CASES), 'utf8');
}

function caseLab(name: string): Lab {
  return gns3Lab(JSON.parse(textOf(name)));
}

describe('console-not-kept', () => {
  it('says which port the server gives instead of the one that is written', () => {
    const found = finding('console-not-kept', caseLab('consoles-that-move.gns3'));
    expect([found.id, found.severity]).to.deep.equal(['NIO037', 'warning']);
    expect(found.message).to.equal(
      'the GNS3 server gives other ports than the file says: the console of R4 gets TCP port 5002, not 5001',
    );
    expect(found.evidence.devices).to.deep.equal(['R4']);
  });

  it('is one finding for a server, and an error for consoles that it has none for', () => {
    const serverConf = readServerConf(textOf('consoles-out-of-range.conf'), 'gns3_server.conf').conf;
    const found = finding('console-not-kept', caseLab('consoles-out-of-range.gns3'), { serverConf });
    expect(found.severity).to.equal('error');
    expect(found.message).to.equal(
      'no port is left in 2001–2003 for the console of R3, the console of R4: the range has 3 ports, and the project needs 5',
    );
    const [moved, ...more] = findings('console-not-kept', caseLab('consoles-out-of-range.gns3'));
    expect([moved?.severity, more]).to.deep.equal(['warning', []]);
    expect(moved?.evidence.ports).to.deep.equal(['5000', '5001', '5003', '5004']);
  });

  it('reports the second of two projects that write one port', () => {
    const node = { node_id: 'a', compute_id: 'local', node_type: 'dynamips', name: 'R1', console: 5000 };
    const project = gns3Lab({ version: '2.2.45', topology: { computes: [], nodes: [node], links: [] } });
    const found = finding('console-not-kept', [project, project]);
    expect(found.message).to.equal(
      'the GNS3 server gives other ports than the file says: the console of R1 gets TCP port 5001, not 5000',
    );
  });

  it('is silent where the written port is given, and where no server gives ports', () => {
    expect(findings('console-not-kept', caseLab('two-routers.gns3'))).to.deep.equal([]);
    const hosts = '[localhost]\n[[ROUTER R1]]\nconsole = 2001\n[[ROUTER R2]]\nconsole = 2001\n';
    expect(findings('console-not-kept', netLab(hosts))).to.deep.equal([]);
  });
});
