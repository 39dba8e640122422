import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { readScenario } from '../../../../src/core/lab/scenario/scenario-reader.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { check } from '../../../../src/features/check/check.ts';
import { type SimulateResult, simulate } from '../../../../src/features/simulate/simulate.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

/**
 * The simulation of scenario documents, on the Dynamips that sets SO_REUSEADDR unless another one is named.
 */
function simulated(text: string, dynamips = '0.2.24'): SimulateResult {
  const { labs, problems } = readScenario(text, 'lab.yaml');
  expect(problems).to.deep.equal([]);
  return simulate(modelOf(labs, { dynamips }));
}

/** `device interface: bind, frames to`, for each NIO. */
function outcomes(result: SimulateResult): string[] {
  return result.nios.map((nio) => `${nio.device} ${nio.interface}: ${nio.bind.outcome}, ${nio.frames.to}`);
}

/** The simulation of a case that was seen on real Dynamips. */
function simulatedCase(name: string, assumptions: Assumptions = {}): SimulateResult {
  const text = readProjectFile(`test/fixtures/cases/${name}`);
  return simulate(modelOf(name.endsWith('.net') ? netLab(text) : scenarioLab(text), assumptions));
}

/** Explicit NIOs of one hypervisor, one for each router: `R1 12000:127.0.0.1:12001`. */
function explicit(...nios: string[]): string {
  const links = nios.map((nio, index) => `"R${index + 1} f0/0 -- NIO_udp:${nio}"`);
  const devices = nios.map((_, index) => `{name: R${index + 1}}`);
  return `hypervisors: [{address: 127.0.0.1:7200}]\ndevices: [${devices.join(', ')}]\nlinks: [${links.join(', ')}]\n`;
}

/** Verdicts of all links, in order. */
function verdicts(result: SimulateResult): string[] {
  return result.links.map(({ verdict }) => verdict);
}

const TWO_ROUTERS = 'devices: [{name: R1}, {name: R2}]\nlinks: [R1 f0/0 -- R2 f0/0]\n';

const SERVER = {
  kind: 'gns3',
  port: 3080,
  baseUdp: 10_000,
  baseConsole: 2000,
  baseAux: 2100,
  picksAddress: true,
} as const;
const GNS3_LAB = {
  name: 'two servers',
  file: 'lab.gns3',
  format: 'gns3',
  allocator: 'gns3-server-2.2.3',
  images: [],
  events: [],
};

describe('the kernel model, by hand', () => {
  it('create_udp_auto has no SO_REUSEADDR in any generation: it cannot share the port of a newer Dynamips', () => {
    // The counter of the first lab takes 10001 and 10002; the pool of the second starts at 10001.
    const text = `hypervisors: [{address: 127.0.0.1:7200, baseUdp: 10001}]\n${TWO_ROUTERS}---\nallocator: udp-auto\nhypervisors: [{address: 127.0.0.1:7300}]\n${TWO_ROUTERS}`;
    expect(outcomes(simulated(text))).to.deep.equal([
      'R1 f0/0: bound, peer',
      'R2 f0/0: bound, peer',
      'R1 f0/0: refused, nobody',
      'R2 f0/0: refused, nobody',
    ]);
  });

  it('uBridge sets SO_REUSEADDR: two servers share ports without a word, and the later one takes the frames', () => {
    // Both pools begin at 10000: the link of each lab takes 10000 and 10001, in the first one for its
    // uBridges.
    const lab = (port: number, allocator: string): string =>
      `allocator: ${allocator}\nhypervisors: [{address: 127.0.0.1:${port}}]\n${TWO_ROUTERS}`;
    const result = simulated(`${lab(7200, 'gns3-server-3.0')}---\n${lab(7300, 'gns3-server-1.3')}`, '0.2.24');
    expect(
      result.nios.filter((nio) => nio.owner === 'ubridge' && !nio.tunnel).map((nio) => nio.bind.port),
    ).to.deep.equal([10_000, 10_001]);
    expect(result.nios.slice(-2).map((nio) => nio.bind.outcome)).to.deep.equal(['shared', 'shared']);
    expect(result.links.map((link) => link.verdict)).to.deep.equal(['misdelivered', 'ok']);
  });

  it('a tunnel of which one end is refused carries nothing, though the link behind it is whole', () => {
    // A router of the first lab holds 10002, which the second lab's tunnel wants; neither Dynamips sets
    // SO_REUSEADDR.
    const first =
      'hypervisors: [{address: 127.0.0.1:7200, baseUdp: 10002}]\ndevices: [{name: R9}]\nlinks: ["R9 f0/0 -- NIO_udp:10002:10.0.0.9:5"]\n';
    const second = `allocator: gns3-server-3.0\nhypervisors: [{address: 127.0.0.1:7300}]\n${TWO_ROUTERS}`;
    const result = simulated(`${first}---\n${second}`, '0.2.17');
    expect(result.nios.find((nio) => nio.localPort === 10_002 && nio.tunnel)?.bind.outcome).to.equal('refused');
    expect(result.links.map((link) => link.verdict)).to.deep.equal(['unknown', 'dead']);
  });

  it('what a wrapper does with a taken port is not established', () => {
    const text =
      'hypervisors: [{address: 127.0.0.1:7200, baseUdp: 10000}, {address: qemu 127.0.0.1:10525, baseUdp: 10000}]\n' +
      'devices: [{name: R1, hypervisor: 127.0.0.1:7200}, {name: Q1, kind: qemu, hypervisor: qemu 127.0.0.1:10525}]\nlinks: [R1 f0/0 -- Q1 e0]\n';
    for (const version of ['0.2.17', '0.2.24']) {
      const result = simulated(text, version);
      expect(result.nios.map((nio) => nio.bind.outcome)).to.deep.equal(['bound', 'unknown']);
      expect(result.links.map((link) => link.verdict)).to.deep.equal(['unknown']);
    }
  });

  it('between machines a socket has the address of its own host, on one machine the loopback', () => {
    const text =
      'hypervisors: [{address: alpha:7200}, {address: beta:7200}]\n' +
      'devices: [{name: R1, hypervisor: alpha:7200}, {name: R2, hypervisor: beta:7200}, {name: R3, hypervisor: beta:7200}]\n' +
      'links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R3 f0/0]\n';
    expect(simulated(text).nios.map((nio) => `${nio.localAddress} ${nio.remoteAddress}`)).to.deep.equal([
      'alpha beta',
      'beta alpha',
      '127.0.0.1 127.0.0.1',
      '127.0.0.1 127.0.0.1',
    ]);
  });

  it('a port that a removed link had is free again', () => {
    const text =
      'hypervisors: [{address: 127.0.0.1:7200}]\ndevices: [{name: R1}, {name: R2}]\n' +
      'links: ["R1 f0/0 -- NIO_udp:30000:10.0.0.9:1"]\n' +
      'events: [{add: "R2 f0/0 -- NIO_udp:30000:10.0.0.9:2"}, {remove: "R1 f0/0 -- NIO_udp:30000:10.0.0.9:1"}]\n';
    const { labs } = readScenario(text, 'lab.yaml');
    expect(
      check(modelOf(labs, { dynamips: '0.2.24' })).findings.filter((finding) => finding.severity === 'error'),
    ).to.deep.equal([]);
  });

  it('a mapped address is IPv4: it meets the same address (seen)', () => {
    expect(outcomes(simulatedCase('m2-ipv4-mapped.yaml'))).to.deep.equal([
      'R1 f0/0: bound, peer',
      'R2 f0/0: bound, peer',
    ]);
  });

  it('a NIO with peer port 0 takes frames from any port of its peer, and sends to nobody (seen)', () => {
    const seen = ['R1 f0/0: bound, peer', 'R2 f0/0: bound, nobody'];
    expect(outcomes(simulatedCase('m1-remote-port-0.yaml'))).to.deep.equal(seen);
    expect(outcomes(simulated(explicit('12000:::1:12001', '12001:::1:0')))).to.deep.equal(seen);
    // The addresses still have to fit.
    const other = simulated(explicit('12000:127.0.0.1:12001', '12001:127.0.0.2:0'));
    expect(outcomes(other)).to.deep.equal(['R1 f0/0: bound, nobody', 'R2 f0/0: bound, nobody']);
    // One that has the port of its peer comes first, whichever was connected last.
    const three = simulated(explicit('12001:127.0.0.1:12000', '12001:127.0.0.1:0', '12000:127.0.0.1:12001'));
    expect(three.nios[2]?.frames.receiver?.device).to.equal('R1');
    // Of several with peer port 0 one of family 4 comes first, then the one that was connected last.
    const [v4, mapped] = ['12001:127.0.0.1:0', '12001:::ffff:127.0.0.1:0'];
    const taker = (...nios: string[]): string | undefined =>
      simulated(explicit(...nios, '12000:127.0.0.1:12001')).nios.at(-1)?.frames.receiver?.device;
    expect([taker(v4, v4), taker(mapped, mapped), taker(v4, mapped), taker(mapped, v4)]).to.deep.equal([
      'R2',
      'R2',
      'R1',
      'R2',
    ]);
  });

  it('IPv4 and IPv6 have one set of ports on Linux, and sockets of different families never meet (seen)', () => {
    const text = explicit('12000:::1:12001', '12000:127.0.0.1:12002');
    expect(outcomes(simulated(text, '0.2.14'))).to.deep.equal(['R1 f0/0: bound, outside', 'R2 f0/0: refused, nobody']);
    expect(outcomes(simulated(text, '0.2.24'))).to.deep.equal(['R1 f0/0: bound, outside', 'R2 f0/0: shared, outside']);
    const apart = simulated(explicit('12000:::1:12001', '12001:127.0.0.1:12000'));
    expect(outcomes(apart)).to.deep.equal(['R1 f0/0: bound, nobody', 'R2 f0/0: bound, nobody']);
  });

  it('localhost beside an address: not known, or what the resolver of this machine says (seen)', () => {
    const file = 'c1-localhost-and-127.net';
    const open = simulatedCase(file);
    expect(verdicts(open)).to.deep.equal(['unknown']);
    expect(open.links[0]?.reason).to.include('which address localhost has');
    expect(open.nios.map(({ frames }) => [frames.openName, frames.candidate?.device])).to.deep.equal([
      ['localhost', 'R2'],
      ['localhost', 'R1'],
    ]);
    const asked = (...found: string[]): SimulateResult =>
      simulatedCase(file, { addresses: new Map([['localhost', found]]) });
    expect(verdicts(asked('::1', '127.0.0.1'))).to.deep.equal(['dead']);
    expect(asked('::1').nios.map(({ localAddress }) => localAddress)).to.deep.equal(['127.0.0.1', '::1']);
    expect(verdicts(asked('127.0.0.1'))).to.deep.equal(['ok']);
  });

  it('a host without address, or one that connect() refuses: 206, and the local port stays free (seen)', () => {
    const [nio] = simulatedCase('e1b-unresolvable-host.net').nios;
    expect(nio?.bind).to.deep.equal({
      outcome: 'refused',
      port: 10_000,
      grade: 'seen',
      place: 'Linux 6.18',
      reason: 'no-address',
    });
    const text = explicit('12000:255.255.255.255:12001', '12000:127.0.0.1:12001', '12001:127.0.0.1:12000');
    const result = simulated(text, '0.2.14');
    expect(outcomes(result)).to.deep.equal([
      'R1 f0/0: refused, nobody',
      'R2 f0/0: bound, peer',
      'R3 f0/0: bound, peer',
    ]);
    expect(result.nios[0]?.bind.reason).to.equal('no-connection');
  });

  it('a socket has the source address of the kernel where it is known; from another one nothing is taken (seen)', () => {
    const file = 'e2-secondary-address.yaml';
    const addresses = new Map([
      ['10.92.0.11', ['10.92.0.11', '127.0.0.1']],
      ['10.92.0.2', ['10.92.0.2']],
    ]);
    const dead = simulatedCase(file, { addresses, sources: new Map([['10.92.0.2', '10.92.0.1']]) });
    expect(dead.nios.map(({ localAddress }) => localAddress)).to.deep.equal(['10.92.0.1', '10.92.0.2']);
    expect(verdicts(dead)).to.deep.equal(['dead']);
    const well = simulatedCase(file, { addresses, sources: new Map([['10.92.0.2', '10.92.0.11']]) });
    expect(verdicts(well)).to.deep.equal(['ok']);
  });

  it('a socket of create_udp_auto is bound to the address of the lab, and sends from that', () => {
    const text = `allocator: udp-auto\n${readProjectFile('test/fixtures/cases/e2-secondary-address.yaml')}`;
    const { labs } = readScenario(text, 'lab.yaml');
    const addresses = new Map([['10.92.0.11', ['10.92.0.11', '127.0.0.1']]]);
    const sources = new Map([['10.92.0.2', '10.92.0.1']]);
    expect(verdicts(simulate(modelOf(labs, { addresses, sources })))).to.deep.equal(['ok']);
  });

  it('GNS3 servers know each other by IPv4, also where a name has IPv6 first (gethostbyname)', () => {
    const servers = ['alpha', 'beta'].map((host) => ({ ...SERVER, host, name: `gns3 ${host}:3080` }));
    const devices = servers.map((hypervisor, index) => ({
      name: `R${index + 1}`,
      kind: 'router' as const,
      hypervisor,
    }));
    const ends = devices.map((device) => ({
      type: 'device' as const,
      deviceName: device.name,
      device,
      interface: 'f0/0',
    }));
    const lab = { ...GNS3_LAB, hypervisors: servers, devices, links: [{ name: 'L', a: ends[0], b: ends[1] }] } as Lab;
    const addresses = new Map([
      ['alpha', ['2001:db8::1', '10.0.0.1']],
      ['beta', ['10.0.0.2']],
    ]);
    const result = simulate(modelOf(lab, { addresses }));
    expect(result.links.map(({ verdict }) => verdict)).to.deep.equal(['ok']);
    expect(simulate(modelOf(lab)).links.map(({ verdict }) => verdict)).to.deep.equal(['ok']);
  });
});
