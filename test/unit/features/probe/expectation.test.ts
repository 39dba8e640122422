import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { type Expectation, expectations } from '../../../../src/features/probe/expectation.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function expected(labs: Lab | readonly Lab[], assumptions: Assumptions = {}): Expectation[] {
  return [...expectations(LabModel.of([labs].flat(), assumptions)).values()];
}

/** `host:port NIOs routers`. */
function lines(labs: Lab | readonly Lab[], assumptions: Assumptions = {}): string[] {
  return expected(labs, assumptions).map(({ hypervisor, nioCount, routers }) =>
    [hypervisor.name, nioCount, ...routers].join(' '),
  );
}

/** Two routers with one link, and what happens then. */
function withEvents(events: string): Lab {
  return scenarioLab(file`
    name: events
    hypervisors:
      - { address: '127.0.0.1:7200', baseUdp: 10000 }
      - { address: '127.0.0.1:7201', baseUdp: 10100 }
    devices:
      - { name: R1, hypervisor: '127.0.0.1:7200' }
      - { name: R2, hypervisor: '127.0.0.1:7201' }
    links: [R1 f0/0 -- R2 f0/0]
    events: [${events}]
  `);
}

describe('expectations', () => {
  it('two NIOs for every link of the full mesh of the manual', () => {
    const mesh = netLab(file`
      [localhost]
      [[ROUTER R1]]
      f0/0 = R2 f0/0
      f1/0 = R3 f0/0
      [[ROUTER R2]]
      f1/0 = R3 f1/0
      [[ROUTER R3]]
    `);
    expect(lines(mesh)).to.deep.equal(['localhost:7200 6 R1 R2 R3']);
  });

  it('one NIO at each end of a link between two hypervisors', () => {
    const lab = netLab('[alpha]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[beta:7201]\n[[ROUTER R2]]\n');
    expect(lines(lab)).to.deep.equal(['alpha:7200 1 R1', 'beta:7201 1 R2']);
  });

  it('switches have NIOs as routers have, and are no routers', () => {
    const lab = netLab(file`
      [localhost]
      [[ROUTER R1]]
      f0/0 = SW1 1
      [[ETHSW SW1]]
      1 = access 1
      2 = access 1
    `);
    expect(lines(lab)).to.deep.equal(['localhost:7200 2 R1']);
  });

  it('a NIO that is written out is one NIO, of whatever kind', () => {
    const lab = netLab(file`
      [localhost]
      [[ROUTER R1]]
      f0/0 = NIO_udp:30000:127.0.0.1:20000
      f1/0 = NIO_gen_eth:eth0
      f2/0 = NIO_null
      [[ETHSW SW1]]
      1 = access 1 NIO_gen_eth:eth1
    `);
    expect(lines(lab)).to.deep.equal(['localhost:7200 4 R1']);
  });

  it('the NIOs of uBridge are not those of the hypervisor', () => {
    // Six ports in all, of which Dynamips has the first of each tunnel (docs/FACTS.md, "Ports by a GNS3
    // server").
    const lab = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    expect(lines(lab, { allocator: 'gns3-server-3.0' })).to.deep.equal(['localhost:7200 2 R1 R2']);
  });

  it('a link that is removed has no NIOs, and one that is made anew has them once', () => {
    expect(lines(withEvents(''))).to.deep.equal(['127.0.0.1:7200 1 R1', '127.0.0.1:7201 1 R2']);
    expect(lines(withEvents('remove: R1 f0/0 -- R2 f0/0'))).to.deep.equal([
      '127.0.0.1:7200 0 R1',
      '127.0.0.1:7201 0 R2',
    ]);
    expect(lines(withEvents('remove: R1 f0/0 -- R2 f0/0, add: R1 f0/0 -- R2 f0/0'))).to.deep.equal([
      '127.0.0.1:7200 1 R1',
      '127.0.0.1:7201 1 R2',
    ]);
    expect(lines(withEvents('add: R1 f1/0 -- R2 f1/0'))).to.deep.equal(['127.0.0.1:7200 2 R1', '127.0.0.1:7201 2 R2']);
  });

  it('a link to a device that does not exist has no NIO', () => {
    expect(lines(netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R9 f0/0\n'))).to.deep.equal(['localhost:7200 0 R1']);
  });

  it('consoles and AUX ports, counted and written out', () => {
    const [one] = expected(netLab('[localhost]\n[[ROUTER R1]]\n[[ROUTER R2]]\nconsole = 3000\n'));
    expect(one?.consoles.map(({ device, type, port }) => `${device} ${type} ${port}`)).to.deep.equal([
      'R1 console 2000',
      'R1 aux 2100',
      'R2 console 3000',
      'R2 aux 2101',
    ]);
  });

  it('the version that somebody has said, and none for a wrapper', () => {
    const lab = netLab('[localhost]\n[[ROUTER R1]]\n[qemu localhost]\n[[QEMU Q1]]\n');
    expect(expected(lab).map(({ version }) => version)).to.deep.equal([undefined, undefined]);
    const versions = expected(lab, { dynamips: '0.2.14' }).map(({ hypervisor, version }) => [hypervisor.kind, version]);
    expect(versions).to.deep.equal([
      ['dynamips', '0.2.14'],
      ['qemu', undefined],
    ]);
  });

  it('several labs on one hypervisor add up, however its host is written', () => {
    const labs = [
      netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n', 'one.net'),
      netLab('[LOCALHOST:7200]\n[[ROUTER R3]]\nf0/0 = NIO_gen_eth:eth0\n', 'two.net'),
    ];
    expect(lines(labs)).to.deep.equal(['localhost:7200 3 R1 R2 R3']);
    expect(expected(labs)[0]?.labs).to.deep.equal(['one', 'two']);
  });
});
