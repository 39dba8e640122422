import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { gns3Lab, netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

describe('console-twice', () => {
  it('reports a console that is given and written too, at the second router', () => {
    const lab = netLab(file`
      [localhost:7200]
          [[ROUTER R1]]
          [[ROUTER R2]]
              console = 2000
    `);
    const found = finding('console-twice', lab);
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO031', 'error', 'lab.net:3']);
    expect(found.evidence.devices).to.deep.equal(['R1', 'R2']);
    expect(found.evidence.ports).to.deep.equal(['2000']);
    expect(found.evidence.locations.map(({ line }) => line)).to.deep.equal([2, 3]);
    expect(found.remedy.paste).to.equal('    [[ROUTER R2]]\n        console = 2001');
  });

  it('proposes ports that nothing else of the lab has', () => {
    const lab = scenarioLab(file`
      hypervisors: [{ address: "localhost:2003" }]
      devices:
        - { name: R1, console: 2000, aux: 2001 }
        - { name: R2, console: 2000, aux: 2002 }
        - { name: R3, console: 2000, aux: 2005 }
    `);
    // 2001 and 2002 are AUX ports, 2003 is the hypervisor, 2004 is free, 2005 is an AUX port, 2006 is free.
    expect(finding('console-twice', lab).remedy.paste).to.equal(
      '  - name: R2\n    console: 2004\n  - name: R3\n    console: 2006',
    );
  });

  it('gives out free ports in the order of the lab, as plan does', () => {
    // R3 and R4 have the ports of R2 and R1: the first free ones go to R3, which comes before R4.
    const lab = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }]
      devices:
        - { name: R1, console: 2000 }
        - { name: R2, console: 2001 }
        - { name: R3, console: 2001 }
        - { name: R4, console: 2000 }
    `);
    expect(findings('console-twice', lab).map(({ remedy }) => remedy.paste)).to.deep.equal([
      '  - name: R4\n    console: 2003',
      '  - name: R3\n    console: 2002',
    ]);
  });

  it('reports an AUX port that is a console elsewhere on the host', () => {
    const lab = netLab('[localhost]\n[[ROUTER R1]]\nconsole = 2500\n[[ROUTER R2]]\naux = 2500\n');
    const found = finding('console-twice', lab);
    expect(found.evidence.ports).to.deep.equal(['2500']);
    expect(found.remedy.paste).to.equal('    [[ROUTER R2]]\n        aux = 2501');
  });

  it('reports two labs at once, which both count from 2000 and 2100', () => {
    const lab = netLab('[localhost]\n[[ROUTER R1]]\n');
    const ports = findings('console-twice', [lab, netLab('[localhost:7201]\n[[ROUTER R1]]\n')]).map(
      ({ evidence }) => evidence.ports,
    );
    expect(ports).to.deep.equal([['2000'], ['2100']]);
  });

  it('is silent on hypervisors that share a base console, and on equal consoles of two hosts', () => {
    const shared = '[localhost:7200]\nconsole = 2500\n[[ROUTER R1]]\n[localhost:7201]\nconsole = 2500\n[[ROUTER R2]]\n';
    expect(findings('console-twice', netLab(shared))).to.deep.equal([]);
    const hosts = '[alpha]\n[[ROUTER R1]]\nconsole = 2001\n[beta]\n[[ROUTER R2]]\nconsole = 2001\n';
    expect(findings('console-twice', netLab(hosts))).to.deep.equal([]);
  });

  it('leaves what a GNS3 server replaces to NIO037', () => {
    const node = (name: string): unknown => ({
      ...{ node_id: name, compute_id: 'local', node_type: 'dynamips', name },
      console: 5000,
    });
    const project = (...names: string[]): Lab =>
      gns3Lab({ version: '2.2.45', topology: { computes: [], nodes: names.map(node), links: [] } });
    expect(findings('console-twice', project('R1', 'R2'))).to.deep.equal([]);
    expect(findings('console-twice', [project('R1'), project('R2')])).to.deep.equal([]);
  });
});
