import { expect } from 'chai';
import { simulate } from '../../../src/services/simulate.ts';
import { finding, findings, place } from '../../support/findings.ts';
import { scenarioLab } from '../../support/read.ts';
import { file } from '../../support/text.ts';

const UNPLACED = scenarioLab(file`
  allocator: gns3-classic
  devices:
    - name: R1
    - name: R2
  links:
    - R1 f0/0 -- R2 f0/0
`);

/** `count` links between two routers of one host: six ports each behind uBridge. */
function ring(count: number) {
  const links = Array.from({ length: count }, (_, index) => `  - R1 f${index}/0 -- R2 f${index}/0\n`).join('');
  return scenarioLab(`hypervisors: [{ address: localhost }]\ndevices: [{ name: R1 }, { name: R2 }]\nlinks:\n${links}`);
}

describe('port-not-given', () => {
  it('reports a link of a device that runs nowhere, at the link', () => {
    const found = finding('port-not-given', UNPLACED, { allocator: 'dynagen' });
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO006', 'error', 'lab.yaml:6']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0']);
    expect(found.message).to.include('R1 has no hypervisor');
  });

  it('reports a range that is used up: 3333 links between routers fit into 10000–30000', () => {
    const found = finding('port-not-given', ring(3334), { allocator: 'gns3-server-3.0' });
    expect([found.severity, place(found)]).to.deep.equal(['error', 'lab.yaml:3337']);
    expect(found.evidence.links).to.deep.equal(['R1 f3333/0 -- R2 f3333/0']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.message).to.match(/10000.30000/);
  });

  it('counts the links, not their ends', () => {
    const found = finding('port-not-given', ring(3336), { allocator: 'gns3-server-3.0' });
    expect(found.evidence.links).to.deep.equal([
      'R1 f3333/0 -- R2 f3333/0',
      'R1 f3334/0 -- R2 f3334/0',
      'R1 f3335/0 -- R2 f3335/0',
    ]);
    expect(found.message).to.include('2 more links');
  });

  it('leaves a link without all its ports out of the simulation, but for one line that says why', () => {
    // 10001 ports make 1666 links of six ports, 20001 make 3333.
    for (const [allocator, count] of [
      ['gns3-server-2.2.3', 1666],
      ['gns3-server-3.0', 3333],
    ] as const) {
      const { links } = simulate([ring(count + 1)], { allocator });
      expect(links, allocator).to.have.length(count + 1);
      const [dead, ...more] = links.filter(({ verdict }) => verdict !== 'ok');
      expect([dead?.name, dead?.verdict, more], allocator).to.deep.equal([
        `R1 f${count}/0 -- R2 f${count}/0`,
        'dead',
        [],
      ]);
      expect(dead?.reason, allocator).to.include('no free port');
    }
  });

  it('is silent when the rule set places devices by itself, and while ports are left', () => {
    expect(findings('port-not-given', UNPLACED)).to.deep.equal([]);
    expect(findings('port-not-given', ring(3333), { allocator: 'gns3-server-3.0' })).to.deep.equal([]);
  });
});
