import { expect } from 'chai';
import { allocate, allocateAll } from '../../../../src/core/allocation/allocate.ts';
import { netLab, nioLines, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** `10000 10001 | 10002 10003`: the local ports in the order of creation, link by link. */
function ports(text: string): string {
  const links = new Map<string, number[]>();
  for (const nio of allocate(scenarioLab(text), 'dynagen').created) {
    links.set(nio.link.name, [...(links.get(nio.link.name) ?? []), nio.localPort]);
  }
  return [...links.values()].map((pair) => pair.join(' ')).join(' | ');
}

const THREE_ROUTERS = file`
  hypervisors: [{ address: localhost, baseUdp: 10000 }]
  devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
`;

describe('dynagen', () => {
  it('gives a full mesh of three routers the six ports of the manual', () => {
    const links = 'links: [R1 f0/0 -- R2 f0/0, R1 f0/1 -- R3 f0/0, R2 f0/1 -- R3 f0/1]\n';
    expect(ports(THREE_ROUTERS + links)).to.equal('10000 10001 | 10002 10003 | 10004 10005');
  });

  it('says how many ports a hypervisor has given out, and which one is next', () => {
    const links = 'links: [R1 f0/0 -- R2 f0/0, R1 f0/1 -- R3 f0/0, R2 f0/1 -- R3 f0/1]\n';
    const { used } = allocate(scenarioLab(THREE_ROUTERS + links), 'dynagen');
    expect(used.map(({ given, first, next }) => [given, first, next])).to.deep.equal([[6, 10000, 10006]]);
  });

  it('keeps a counter for each hypervisor, and takes the source end first', () => {
    const lab = scenarioLab(file`
      hypervisors:
        - { address: "localhost:7200", baseUdp: 10000 }
        - { address: "localhost:7201", baseUdp: 10100 }
      devices:
        - { name: R1, hypervisor: "localhost:7200" }
        - { name: R2, hypervisor: "localhost:7201" }
        - { name: R3, hypervisor: "localhost:7201" }
      links:
        - R2 f0/0 -- R1 f0/0
        - R2 f0/1 -- R3 f0/0
        - R1 f0/1 -- R3 f0/1
    `);
    expect(nioLines(lab)).to.deep.equal([
      'localhost:7201 R2 f0/0 10100 -> 127.0.0.1:10000',
      'localhost:7200 R1 f0/0 10000 -> 127.0.0.1:10100',
      'localhost:7201 R2 f0/1 10101 -> 127.0.0.1:10102',
      'localhost:7201 R3 f0/0 10102 -> 127.0.0.1:10101',
      'localhost:7200 R1 f0/1 10001 -> 127.0.0.1:10103',
      'localhost:7201 R3 f0/1 10103 -> 127.0.0.1:10001',
    ]);
  });

  it('has the classic accident: two hypervisors with base 10000 give both ends 10000', () => {
    const lab = netLab(file`
      [localhost:7200]
          udp = 10000
          [[ROUTER R1]]
              f0/0 = R2 f0/0
      [localhost:7201]
          udp = 10000
          [[ROUTER R2]]
    `);
    expect(nioLines(lab)).to.deep.equal([
      'localhost:7200 R1 f0/0 10000 -> 127.0.0.1:10000',
      'localhost:7201 R2 f0/0 10000 -> 127.0.0.1:10000',
    ]);
  });

  it('tells each end the host of the other as it is written, and 127.0.0.1 when both are written alike', () => {
    const lab = scenarioLab(file`
      hypervisors:
        - { address: "alpha:7200", baseUdp: 10000 }
        - { address: "alpha:7201", baseUdp: 10100 }
        - { address: "beta:7200", baseUdp: 10000 }
      devices:
        - { name: R1, hypervisor: "alpha:7200" }
        - { name: R2, hypervisor: "alpha:7201" }
        - { name: R3, hypervisor: "beta:7200" }
      links: [R1 f0/0 -- R2 f0/0, R1 f0/1 -- R3 f0/0]
    `);
    expect(nioLines(lab)).to.deep.equal([
      'alpha:7200 R1 f0/0 10000 -> 127.0.0.1:10100',
      'alpha:7201 R2 f0/0 10100 -> 127.0.0.1:10000',
      'alpha:7200 R1 f0/1 10001 -> beta:10000',
      'beta:7200 R3 f0/0 10000 -> alpha:10001',
    ]);
  });

  it('does not touch a counter for an explicit NIO, nor for a link that is never made', () => {
    const links = file`
      links:
        - R1 f0/0 -- NIO_udp:30000:127.0.0.1:20000
        - R1 f0/1 -- R9 f0/0
        - R1 f1/0 -- NIO_tap:tap0
        - R2 f0/0 -- R2 f0/0
        - R2 f0/1 -- R3 f0/1
    `;
    expect(ports(THREE_ROUTERS + links)).to.equal('30000 | 10000 10001');
  });

  it('never counts down: a link that is made after one was removed takes new ports', () => {
    const links = file`
      links: [R1 f0/0 -- R2 f0/0, R2 f0/1 -- R3 f0/1]
      events:
        - remove: R1 f0/0 -- R2 f0/0
        - add: R1 f0/0 -- R3 f0/0
    `;
    expect(ports(THREE_ROUTERS + links)).to.equal('10000 10001 | 10002 10003 | 10004 10005');
    const allocation = allocate(scenarioLab(THREE_ROUTERS + links), 'dynagen');
    expect(allocation.deletions.map(({ index, afterCreated }) => [index, afterCreated])).to.deep.equal([
      [0, 4],
      [1, 4],
    ]);
  });

  it('counts on past 65535, as Dynamips lets it', () => {
    const lab = netLab('[localhost]\nudp = 65535\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    expect(nioLines(lab)).to.deep.equal([
      'localhost:7200 R1 f0/0 65535 -> 127.0.0.1:65536',
      'localhost:7200 R2 f0/0 65536 -> 127.0.0.1:65535',
    ]);
  });

  it('starts again at the base for each lab', () => {
    const lab = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const all = allocateAll([lab, lab], () => 'dynagen');
    expect(all.map(({ created }) => [...created].map((nio) => nio.localPort))).to.deep.equal([
      [10000, 10001],
      [10000, 10001],
    ]);
  });

  it('gives a port to neither end of a link of which one end runs nowhere, and says so', () => {
    const text = 'allocator: gns3-classic\ndevices: [{ name: R1 }, { name: R2 }]\nlinks: [R1 f0/0 -- R2 f0/0]\n';
    const { created, failures } = allocate(scenarioLab(text), 'dynagen');
    expect([...created]).to.deep.equal([]);
    expect(failures).to.have.length(1);
    expect(failures[0]?.why).to.include('R1');
  });
});
