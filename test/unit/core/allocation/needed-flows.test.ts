import { expect } from 'chai';
import { Machines } from '../../../../src/core/address/host.ts';
import { portRangesText } from '../../../../src/core/address/port-ranges.ts';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { type FlowOptions, type NeededFlow, neededFlows } from '../../../../src/core/allocation/needed-flows.ts';
import type { AllocatorName, Lab } from '../../../../src/core/lab/lab.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** `10.0.0.5 > 10.0.0.7 udp nio 10000-10001: R1 f0/0 -- R2 f0/0`. */
function lines(lab: Lab, options: FlowOptions = {}, allocator: AllocatorName = 'dynagen'): string[] {
  return neededFlows([allocate(lab, allocator)], new Machines(), options).map(line);
}

function line({ from, to, protocol, purpose, ports, neededBy }: NeededFlow): string {
  const sender = 'network' in from ? from.network : from.machine;
  return `${sender} > ${to} ${protocol} ${purpose} ${portRangesText(ports)}: ${neededBy.join(', ')}`;
}

const twoHosts = netLab(file`
  [10.0.0.5:7200]
  udp = 10000
  [[ROUTER R1]]
  f0/0 = R2 f0/0
  f0/1 = R3 f0/0
  f1/0 = NIO_udp:30000:10.0.0.9:20000
  f1/1 = NIO_udp:30001:127.0.0.1:20001
  [[ROUTER R3]]
  [10.0.0.7:7200]
  udp = 10100
  [[ROUTER R2]]
  `);

describe('neededFlows', () => {
  it('a full mesh of three routers on one host needs six UDP ports there, and nothing from outside', () => {
    // docs/FACTS.md, "Ports by Dynagen", the example of the manual: 10000 to 10005, and consoles from 2000.
    const lab = netLab(file`
      [localhost:7200]
      [[ROUTER R1]]
      f0/0 = R2 f0/0
      f0/1 = R3 f0/0
      [[ROUTER R2]]
      f0/1 = R3 f0/1
      [[ROUTER R3]]
      `);
    expect(lines(lab)).to.deep.equal([
      'localhost > localhost tcp control 7200: localhost:7200',
      'localhost > localhost tcp console 2000-2002: R1, R2, R3',
      'localhost > localhost tcp aux 2100-2102: R1, R2, R3',
      'localhost > localhost udp nio 10000-10005: R1 f0/0 -- R2 f0/0, R1 f0/1 -- R3 f0/0, R2 f0/1 -- R3 f0/1',
    ]);
  });

  it('a link between two hosts needs one port on each, from the other; so does an explicit NIO', () => {
    // By the rule of docs/FACTS.md, "Ports by Dynagen": R1 f0/0 takes 10000 and R2 f0/0 10100; R1 f0/1 takes
    // 10001 and R3 f0/0 10002.
    expect(lines(twoHosts)).to.have.members([
      'localhost > 10.0.0.5 tcp control 7200: 10.0.0.5:7200',
      'localhost > 10.0.0.5 tcp console 2000-2001: R1, R3',
      'localhost > 10.0.0.5 tcp aux 2100-2101: R1, R3',
      '10.0.0.7 > 10.0.0.5 udp nio 10000: R1 f0/0 -- R2 f0/0',
      '10.0.0.9 > 10.0.0.5 udp nio 30000: R1 f1/0 -- NIO_udp:30000:10.0.0.9:20000',
      '10.0.0.5 > 10.0.0.5 udp nio 10001-10002,20001,30001: R1 f0/1 -- R3 f0/0, R1 f1/1 -- NIO_udp:30001:127.0.0.1:20001',
      'localhost > 10.0.0.7 tcp control 7200: 10.0.0.7:7200',
      'localhost > 10.0.0.7 tcp console 2002: R2',
      'localhost > 10.0.0.7 tcp aux 2102: R2',
      '10.0.0.5 > 10.0.0.7 udp nio 10100: R1 f0/0 -- R2 f0/0',
      '10.0.0.5 > 10.0.0.9 udp nio 20000: R1 f1/0 -- NIO_udp:30000:10.0.0.9:20000',
    ]);
  });

  it('headroom is what the counters give out next, to every other host; operators take the place of this machine', () => {
    const all = lines(twoHosts, { headroom: 3, operators: ['10.1.0.0/16', '2001:db8::7'] });
    expect(all.filter((one) => one.includes('headroom'))).to.have.members([
      '10.0.0.7 > 10.0.0.5 udp headroom 10003-10005: 10.0.0.5:7200',
      '10.0.0.5 > 10.0.0.7 udp headroom 10101-10103: 10.0.0.7:7200',
    ]);
    expect(all.filter((one) => one.includes('control') && one.includes('10.0.0.7'))).to.have.members([
      '10.1.0.0/16 > 10.0.0.7 tcp control 7200: 10.0.0.7:7200',
      '2001:db8::7 > 10.0.0.7 tcp control 7200: 10.0.0.7:7200',
    ]);
    expect(all.some((one) => one.startsWith('localhost'))).to.equal(false);
  });

  it('headroom of gns3-server is the lowest free ports of the pool of the host', () => {
    const lab = netLab(file`
      [10.0.0.5:7200]
      [[ETHSW S1]]
      1 = access 1 S2 1
      [[ETHSW S2]]
      `);
    // Pool 20000 to 30000; the two ends have 20000 and 20001, as switches need no tunnel.
    const found = lines(lab, { headroom: 2 }, 'gns3-server-2.2.3').filter((one) => / udp /.test(one));
    expect(found).to.deep.equal([
      '10.0.0.5 > 10.0.0.5 udp nio 20000-20001: S1 1 -- S2 1',
      '10.0.0.5 > 10.0.0.5 udp headroom 20002-20003: 10.0.0.5:7200',
    ]);
  });

  it('what nodes take when they start stays on their host; links that are drawn before may get it', () => {
    const node = (name: string, type: string): unknown => {
      return { name, node_id: name, node_type: type, compute_id: 'local', properties: {} };
    };
    const end = (name: string): unknown => ({ node_id: name, adapter_number: 0, port_number: 0 });
    const links = [{ link_id: 'a', nodes: [end('PC1'), end('SW1')] }];
    const nodes = [node('PC1', 'vpcs'), node('SW1', 'ethernet_switch')];
    const lab = gns3Lab({ version: '2.2.54', revision: 9, topology: { computes: [], nodes, links } });
    const found = lines(lab, { headroom: 1 }, 'gns3-server-2.2.3').filter((one) => / udp /.test(one));
    expect(found).to.deep.equal([
      'localhost > localhost udp nio 20000-20003: PC1 0 -- SW1 0, PC1',
      'localhost > localhost udp headroom 20002-20004: gns3 127.0.0.1:3080',
    ]);
  });

  it('ports are those that Dynamips really uses, and port 0 is none', () => {
    const lab = netLab(file`
      [10.0.0.5:7200]
      [[ROUTER R1]]
      f0/0 = NIO_udp:70000:10.0.0.9:65536
      `);
    // docs/FACTS.md, "Port numbers": 70000 becomes 4464.
    expect(lines(lab).filter((one) => / udp /.test(one))).to.deep.equal([
      '10.0.0.9 > 10.0.0.5 udp nio 4464: R1 f0/0 -- NIO_udp:70000:10.0.0.9:65536',
    ]);
  });

  it('a rehearsal needs a port for each hypervisor and one for so many ends, the first that no lab needs', () => {
    // 10.0.0.5 has five ends of links and 10.0.0.7 one; the labs need 10000 to 10002, 10100, 30000 and 30001.
    const ports = (rehearsal: FlowOptions['rehearsal'] & object): string[] =>
      lines(twoHosts, { rehearsal, operators: ['192.0.2.0/24'] }).filter((one) => one.includes(' rehearsal '));
    expect(ports({ firstPort: 24_000, endsPerPort: 63 })).to.deep.equal([
      '192.0.2.0/24 > 10.0.0.5 udp rehearsal 24000-24001: 10.0.0.5:7200',
      '192.0.2.0/24 > 10.0.0.7 udp rehearsal 24000-24001: 10.0.0.7:7200',
    ]);
    expect(ports({ firstPort: 10_001, endsPerPort: 2 })).to.deep.equal([
      '192.0.2.0/24 > 10.0.0.5 udp rehearsal 10003-10006: 10.0.0.5:7200',
      '192.0.2.0/24 > 10.0.0.7 udp rehearsal 10003-10004: 10.0.0.7:7200',
    ]);
  });
});
