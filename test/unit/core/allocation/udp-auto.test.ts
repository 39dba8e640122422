import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { nioLines, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

const DEVICES = file`
  hypervisors: [{ address: "localhost:7200" }, { address: "127.0.0.1:7201" }, { address: beta }]
  devices:
    - { name: R1, hypervisor: "localhost:7200" }
    - { name: R2, hypervisor: "127.0.0.1:7201" }
    - { name: R3, hypervisor: beta }
    - { name: S1, kind: ethernet-switch, hypervisor: "localhost:7200" }
    - { name: S2, kind: ethernet-switch, hypervisor: "localhost:7200" }
`;

/** `R1 f0/0 10001` for every NIO. */
function ports(more: string): string[] {
  return nioLines(scenarioLab(DEVICES + more), 'udp-auto').map((line) => line.split(' ').slice(1, 4).join(' '));
}

describe('udp-auto', () => {
  it('binds the first free port of 10001 to 20000', () => {
    expect(nioLines(scenarioLab(`${DEVICES}links: [S1 1 -- S2 1, S2 2 -- S1 2]\n`), 'udp-auto')).to.deep.equal([
      'localhost:7200 S1 1 10001 -> 127.0.0.1:10002',
      'localhost:7200 S2 1 10002 -> 127.0.0.1:10001',
      'localhost:7200 S2 2 10003 -> 127.0.0.1:10004',
      'localhost:7200 S1 2 10004 -> 127.0.0.1:10003',
    ]);
  });

  it('looks at what is free on the machine, by whatever name it is called', () => {
    expect(ports('links: [R1 f0/0 -- R2 f0/0, R1 f0/1 -- R3 f0/0]\n')).to.deep.equal([
      'R1 f0/0 10001',
      'R2 f0/0 10002',
      'R1 f0/1 10003',
      'R3 f0/0 10001',
    ]);
  });

  it('takes a port again once it is free', () => {
    const events = file`
      links: [S1 1 -- S2 1, S1 2 -- S2 2]
      events:
        - remove: S1 1 -- S2 1
        - add: S1 3 -- S2 3
        - add: S1 4 -- S2 4
    `;
    expect(ports(events).slice(4)).to.deep.equal(['S1 3 10001', 'S2 3 10002', 'S1 4 10005', 'S2 4 10006']);
  });

  it('passes over a port that an explicit NIO has', () => {
    const links = 'links: [R1 f0/0 -- NIO_udp:10002:beta:9, S1 1 -- S2 1]\n';
    expect(ports(links)).to.deep.equal(['R1 f0/0 10002', 'S1 1 10001', 'S2 1 10003']);
  });

  it('keeps a port in use when an explicit NIO that wanted it too is removed', () => {
    const events = file`
      links: [S1 1 -- S2 1, R1 f0/0 -- NIO_udp:10001:beta:9]
      events:
        - remove: R1 f0/0 -- NIO_udp:10001:beta:9
        - add: S1 2 -- S2 2
    `;
    expect(ports(events).slice(-2)).to.deep.equal(['S1 2 10003', 'S2 2 10004']);
  });

  it('makes 5000 links of its 10000 ports; then Dynamips answers 206', () => {
    const links = Array.from({ length: 5001 }, (_, index) => `  - S1 ${index} -- S2 ${index}\n`).join('');
    const { created, failures } = allocate(scenarioLab(`${DEVICES}links:\n${links}`), 'udp-auto');
    expect(created.length).to.equal(10_000);
    expect([...created].at(-1)?.localPort).to.equal(20_000);
    expect(failures.map(({ link, why }) => [link.name, why.slice(0, 34)])).to.deep.equal([
      ['S1 5000 -- S2 5000', '206-unable to create UDP Auto NIO:'],
    ]);
  });
});
