/**
 * `niostat links` on hypervisors that are processes: what it says of sockets that are really there. Needs
 * Linux and a build.
 */
import { createServer } from 'node:net';
import { expect } from 'chai';
import type { LinkEnd, ObservedLink } from '../../src/features/links/link-table.ts';
import type { LinksResult } from '../../src/features/links/result.ts';
import { Folder } from '../support/cli.ts';
import { ContinuousRun } from '../support/continuous-run.ts';
import { DatagramPeer } from '../support/datagram-peer.ts';
import { HYPERVISOR_PROGRAMS, type HypervisorProcess, type HypervisorProgram } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { freePorts } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';
import { startStranger } from '../support/stranger.ts';
import { HAS_DYNAMIPS } from '../support/subjects.ts';
import { writeTinyIos } from '../support/tiny-ios.ts';

/** A hypervisor of the lab, with a client that makes its NIOs. */
interface Member extends HypervisorProcess {
  readonly client: LineClient;
  /** As the lab names it. */
  readonly name: string;
}

/** Two hypervisors on one host that exist for one test, and UDP ports that nobody has. */
interface Pair {
  readonly one: Member;
  readonly two: Member;
  readonly ports: Ports;
}

type Ports = readonly [number, number, number, number, number, number, number, number];

const folder = new Folder();

async function withPair(program: HypervisorProgram, work: (pair: Pair) => Promise<void>): Promise<void> {
  const started = await Promise.allSettled([program.start(), program.start()]);
  const members: Member[] = [];
  try {
    for (const outcome of started) {
      if (outcome.status === 'rejected') throw outcome.reason;
      const { port } = outcome.value;
      members.push({ ...outcome.value, client: await LineClient.connect(port), name: `127.0.0.1:${port}` });
    }
    const ports = (await freePorts(8)) as unknown as Ports;
    await work({ one: members[0] as Member, two: members[1] as Member, ports });
  } finally {
    for (const { client } of members) client.close();
    for (const outcome of started) if (outcome.status === 'fulfilled') await outcome.value.stop();
  }
}

/** Writes a lab with R1 on the first hypervisor and R2 on the second; gives the path of its file. */
function labFile({ one, two }: Pair, bases: readonly [number, number], links: readonly string[]): string {
  return folder.file(
    'lab.yaml',
    `name: lab
hypervisors:
  - { address: ${one.name}, baseUdp: ${bases[0]} }
  - { address: ${two.name}, baseUdp: ${bases[1]} }
devices:
  - { name: R1, hypervisor: ${one.name} }
  - { name: R2, hypervisor: ${two.name} }
  - { name: R3, hypervisor: ${two.name} }
links: ${JSON.stringify(links)}
`,
  );
}

interface LinksRun extends LinksResult {
  readonly code: number | null;
}

async function linksOf(...args: string[]): Promise<LinksRun> {
  const { code, stdout, stderr } = await niostat(['links', '--json', ...args]);
  expect(stderr).to.equal('');
  return { ...(JSON.parse(stdout) as LinksResult), code };
}

/** Without a lab `links` shows every hypervisor of this machine; this keeps to the ports of the test. */
function onlyPorts(ports: Ports): string {
  return `--filter=${ports.map((port) => `sport = :${port}`).join(' or ')}`;
}

/** `R1 f0/0 127.0.0.1:7200 41/dynamips 10000>10001`; a socket that is not there has no process. */
function endText(end: LinkEnd | undefined): string {
  if (end === undefined) return 'none';
  const owner = end.present ? `${end.pid}/${end.process}` : 'missing';
  const device = end.device === undefined ? [] : [`${end.device} ${end.interface}`];
  return [...device, end.hypervisor ?? '-', owner, `${end.localPort}>${end.remotePort}`].join(' ');
}

/** State, both ends, and how many other sockets there are. */
function rowText({ state, name, a, b, also }: ObservedLink): string {
  const more = also.length === 0 ? '' : ` +${also.length}`;
  return `${state}${name === undefined ? '' : ` (${name})`} ${endText(a)} | ${endText(b)}${more}`;
}

function rowTexts({ links }: LinksResult): string[] {
  return links.map(rowText).sort();
}

function createUdp(name: string, local: number, remote: number): string {
  return `nio create_udp ${name} ${local} 127.0.0.1 ${remote}`;
}

const R1_R2 = 'R1 f0/0 -- R2 f0/0';

for (const program of HYPERVISOR_PROGRAMS) {
  describe(`niostat links on ${program.name}`, () => {
    describePairs(program);
    describeNames(program);
    if (program.generation === 'from-0.2.18') describeNewSameBase(program);
    else describeOldSameBase(program);
    describeBrokenLinks(program);
    describeCounters(program);
    describeContinuous(program);
  });
}

describe('niostat links on Dynamips', () => {
  if (!HAS_DYNAMIPS && process.env['NIOSTAT_REQUIRE_DYNAMIPS'] === '1') {
    it('on the real Dynamips', () => {
      expect.fail('NIOSTAT_REQUIRE_DYNAMIPS=1 asks for the real Dynamips, but there is no dynamips on the PATH');
    });
  }
});

function describePairs(program: HypervisorProgram): void {
  const owner = (pid: number): string => `${pid}/${program.processName}`;

  it('finds both ends of links between hypervisors whose bases are apart, with a lab and without', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, p1, , , q, q1] = ports;
      await one.client.must(createUdp('n0', p, q), createUdp('n1', p1, q1));
      await two.client.must(createUdp('n0', q, p), createUdp('n1', q1, p1));
      const lab = labFile(pair, [p, q], [R1_R2, 'R1 f1/0 -- R2 f1/0']);

      const withLab = await linksOf(lab);
      expect(withLab.code).to.equal(0);
      expect(withLab.labs).to.deep.equal(['lab']);
      expect(rowTexts(withLab)).to.deep.equal([
        `ESTABLISHED (${R1_R2}) R1 f0/0 ${one.name} ${owner(one.pid)} ${p}>${q} | R2 f0/0 ${two.name} ${owner(two.pid)} ${q}>${p}`,
        `ESTABLISHED (R1 f1/0 -- R2 f1/0) R1 f1/0 ${one.name} ${owner(one.pid)} ${p1}>${q1} | R2 f1/0 ${two.name} ${owner(two.pid)} ${q1}>${p1}`,
      ]);
      expect(withLab.links[0]).to.include({ explanation: '' });

      const without = await linksOf(onlyPorts(ports));
      expect(without.code).to.equal(0);
      const [here, there] = [`localhost:${one.port}`, `localhost:${two.port}`];
      expect(rowTexts(without)).to.deep.equal([
        `ESTABLISHED ${here} ${owner(one.pid)} ${p}>${q} | ${there} ${owner(two.pid)} ${q}>${p}`,
        `ESTABLISHED ${here} ${owner(one.pid)} ${p1}>${q1} | ${there} ${owner(two.pid)} ${q1}>${p1}`,
      ]);

      const { code, stdout } = await niostat(['links', lab, '-np']);
      expect(code).to.equal(0);
      const [headline, , titles, first, second, ...more] = stdout.trimEnd().split('\n');
      expect(headline).to.equal('✓ lab: 2 links, all ESTABLISHED');
      expect(titles?.trim().split(/ {2,}| (?=PID|Peer|Remark|Link|Local|Foreign|Hypervisor)/)[0]).to.equal('State');
      expect(first?.trim().split(/ +/)).to.deep.equal(
        `ESTABLISHED R1 f0/0 -- R2 f0/0 127.0.0.1:${p} 127.0.0.1:${q} ${owner(one.pid)} ${owner(two.pid)} ${one.name} ${two.name}`.split(
          ' ',
        ),
      );
      expect(second).to.include(`127.0.0.1:${p1}`).and.to.include(`127.0.0.1:${q1}`);
      expect(more).to.deep.equal([]);
    }));
}

function describeNames(program: HypervisorProgram): void {
  it('calls a hypervisor by its control port and asks it there, also if a console has a lower one', () =>
    withPair(program, async (pair) => {
      const { one, ports } = pair;
      const [p, , , , q] = ports;
      const consolePort = await freePortBelow(one.port);
      await one.client.must(createUdp('n0', p, q), 'vm create R1 0 c7200', `vm set_con_tcp_port R1 ${consolePort}`);
      if (program.processName === 'dynamips') {
        const ios = await writeTinyIos(one.workingDirectory);
        await one.client.must(`vm set_ios R1 ${ios}`, 'vm set_ram R1 16', 'vm set_ram_mmap R1 0');
        await one.client.must('vm set_blk_direct_jump R1 0');
      }
      await one.client.must('vm start R1');
      const { links, hosts } = await linksOf(onlyPorts(ports), '--counters');
      expect(links.map(({ a }) => a.hypervisor)).to.deep.equal([`localhost:${one.port}`]);
      expect(links[0]?.a).to.include({ packetsIn: 0, packetsOut: 0 });
      expect(hosts[0]?.limits.join()).not.to.include(String(consolePort));
    }));
}

/** The highest TCP port below another that nobody listens on. */
async function freePortBelow(port: number): Promise<number> {
  for (let candidate = port - 1; candidate > 1024; candidate--) {
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen({ host: '0.0.0.0', port: candidate }, () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return candidate;
  }
  throw new Error(`no free TCP port below ${port}`);
}

function describeOldSameBase(program: HypervisorProgram): void {
  it('same base: the first socket is connected to itself, the second was refused', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p] = ports;
      await one.client.must(createUdp('n0', p, p));
      expect(await two.client.ask(createUdp('n0', p, p))).to.deep.equal(['206-unable to create UDP NIO']);
      const lab = labFile(pair, [p, p], [R1_R2]);
      const holder = `${one.pid}/${program.processName}`;

      const withLab = await linksOf(lab);
      expect(withLab.code).to.equal(1);
      expect(rowTexts(withLab)).to.deep.equal([
        `SELF (${R1_R2}) R1 f0/0 ${one.name} ${holder} ${p}>${p} | R2 f0/0 ${two.name} missing ${p}>${p}`,
      ]);
      expect(withLab.links[0]?.explanation).to.include('R2 f0/0').and.to.include('206');

      const without = await linksOf(onlyPorts(ports));
      expect(without.code).to.equal(1);
      expect(rowTexts(without)).to.deep.equal([`SELF localhost:${one.port} ${holder} ${p}>${p} | none`]);

      const { code, stdout } = await niostat(['links', lab, '--explain']);
      expect(code).to.equal(1);
      expect(stdout).to.include('lab: 1 link, SELF').and.to.include('What to do:');
    }));
}

function describeNewSameBase(program: HypervisorProgram): void {
  it('same base: two sockets share four values, and the one that was made last receives', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p] = ports;
      const lab = labFile(pair, [p, p], [R1_R2]);
      // Made in the other order than the lab's: the kernel does not ask who was first in a file.
      for (const [first, last] of [
        [one, two],
        [two, one],
      ] as const) {
        await first.client.must(createUdp('n0', p, p));
        await last.client.must(createUdp('n0', p, p));

        const withLab = await linksOf(lab);
        expect(withLab.code).to.equal(1);
        expect(rowTexts(withLab)).to.deep.equal([
          `SHARED (${R1_R2}) R1 f0/0 ${one.name} ${one.pid}/${program.processName} ${p}>${p} | R2 f0/0 ${two.name} ${two.pid}/${program.processName} ${p}>${p}`,
        ]);
        expect(withLab.links[0]?.receiver?.pid).to.equal(last.pid);

        const without = await linksOf(onlyPorts(ports));
        expect(without.code).to.equal(1);
        expect(without.links).to.have.length(1);
        const [row] = without.links;
        expect(row).to.include({ state: 'SHARED' });
        expect(row?.receiver?.pid).to.equal(last.pid);
        expect([row?.a.pid, row?.b?.pid, row?.also.length]).to.deep.equal([last.pid, first.pid, 0]);

        const { stdout } = await niostat(['links', lab, '-p']);
        expect(stdout).to.include(last === two ? 'R2 hears all, R1 nothing' : 'R1 hears all, R2 nothing');
        expect(stdout).to.match(new RegExp(`^SHARED .* ${one.pid}/.* ${two.pid}/`, 'm'));
        for (const { client } of [one, two]) await client.must('nio delete n0');
      }
    }));
}

function describeBrokenLinks(program: HypervisorProgram): void {
  it('HALF-OPEN: an end that was deleted', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q] = ports;
      await one.client.must(createUdp('n0', p, q));
      await two.client.must(createUdp('n0', q, p), 'nio delete n0');
      const holder = `${one.pid}/${program.processName}`;
      const withLab = await linksOf(labFile(pair, [p, q], [R1_R2]));
      expect(withLab.code).to.equal(1);
      expect(rowTexts(withLab)).to.deep.equal([
        `HALF-OPEN (${R1_R2}) R1 f0/0 ${one.name} ${holder} ${p}>${q} | R2 f0/0 ${two.name} missing ${q}>${p}`,
      ]);
      // The hypervisor that lacks it runs, and so its control port is not to blame.
      expect(withLab.links[0]?.explanation).not.to.include('TCP port');
      const without = await linksOf(onlyPorts(ports));
      expect(without.code).to.equal(1);
      expect(rowTexts(without)).to.deep.equal([
        `HALF-OPEN localhost:${one.port} ${holder} ${p}>${q} | - missing ${q}>${p}`,
      ]);
    }));

  it('FOREIGN: a program that does not share its port', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q] = ports;
      const stranger = await startStranger('webmin', q);
      try {
        await one.client.must(createUdp('n0', p, q));
        expect(await two.client.ask(createUdp('n0', q, p))).to.deep.equal(['206-unable to create UDP NIO']);
        const lab = labFile(pair, [p, q], [R1_R2]);
        const holder = `${one.pid}/${program.processName}`;
        const fact = new RegExp(`port ${q} .* webmin \\(pid ${stranger.pid}\\)`);
        const withLab = await linksOf(lab);
        expect(withLab.code).to.equal(1);
        expect(rowTexts(withLab)).to.deep.equal([
          `FOREIGN (${R1_R2}) R1 f0/0 ${one.name} ${holder} ${p}>${q} | R2 f0/0 ${two.name} missing ${q}>${p}`,
        ]);
        expect(withLab.links[0]?.evidence.join()).to.match(fact);
        const without = await linksOf(onlyPorts(ports));
        expect(without.code).to.equal(1);
        expect(without.links.map(({ state }) => state)).to.deep.equal(['FOREIGN']);
        expect(without.links[0]?.evidence.join()).to.match(fact);
        const { stdout } = await niostat(['links', lab]);
        expect(stdout).to.include(`port ${q} is in use by webmin (pid ${stranger.pid})`);
      } finally {
        await stranger.stop();
      }
    }));

  it('MISSING: a hypervisor that has ended, by its control port', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q, q1, q2] = ports;
      await one.client.must(createUdp('n0', p, q));
      await two.client.must(createUdp('n0', q, p), createUdp('n1', q1, q2), createUdp('n2', q2, q1));
      await two.stop();
      const { code, links } = await linksOf(labFile(pair, [p, q], [R1_R2, 'R2 f1/0 -- R3 f0/0']));
      expect(code).to.equal(1);
      expect(links.map(rowText).sort()).to.deep.equal([
        `HALF-OPEN (${R1_R2}) R1 f0/0 ${one.name} ${one.pid}/${program.processName} ${p}>${q} | R2 f0/0 ${two.name} missing ${q}>${p}`,
        `MISSING (R2 f1/0 -- R3 f0/0) R2 f1/0 ${two.name} missing ${q1}>${q2} | R3 f0/0 ${two.name} missing ${q2}>${q1}`,
      ]);
      for (const { explanation } of links) {
        expect(explanation).to.include(`TCP port ${two.port} of 127.0.0.1`);
      }
    }));

  it('MISSING: a hypervisor that runs and was not told of the lab', () =>
    withPair(program, async (pair) => {
      const [p, , , , q] = pair.ports;
      const { code, links } = await linksOf(labFile(pair, [p, q], [R1_R2]));
      expect([code, links.map(({ state }) => state)]).to.deep.equal([1, ['MISSING']]);
      expect(links[0]?.explanation).not.to.include('TCP port');
    }));

  it('UNEXPECTED: a NIO that the lab does not know', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , stray, q] = ports;
      await one.client.must(createUdp('n0', p, q), createUdp('stray', stray, 9));
      await two.client.must(createUdp('n0', q, p));
      const withLab = await linksOf(labFile(pair, [p, q], [R1_R2]));
      expect(withLab.code).to.equal(1);
      expect(rowTexts(withLab)).to.deep.equal([
        `ESTABLISHED (${R1_R2}) R1 f0/0 ${one.name} ${one.pid}/${program.processName} ${p}>${q} | R2 f0/0 ${two.name} ${two.pid}/${program.processName} ${q}>${p}`,
        `UNEXPECTED ${one.name} ${one.pid}/${program.processName} ${stray}>9 | none`,
      ]);
    }));

  it('CROSSED: an end that is connected to the port of another link', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q, q1] = ports;
      await one.client.must(createUdp('n0', p, q));
      await two.client.must(createUdp('n0', q, q1));
      const withLab = await linksOf(labFile(pair, [p, q], [R1_R2]));
      expect(withLab.code).to.equal(1);
      expect(withLab.links.map(({ state }) => state)).to.deep.equal(['CROSSED']);
      const [row] = withLab.links;
      // The socket that is there, whose it is, and where it should point.
      expect(row?.evidence.join())
        .to.include(`127.0.0.1:${q} → 127.0.0.1:${q1}`)
        .and.to.include(`pid ${two.pid}`)
        .and.to.include(`127.0.0.1:${p}`);
      const without = await linksOf(onlyPorts(ports));
      expect(without.code).to.equal(1);
      expect(rowTexts(without)).to.deep.equal([
        `CROSSED localhost:${one.port} ${one.pid}/${program.processName} ${p}>${q} | - missing ${q}>${p}`,
        `HALF-OPEN localhost:${two.port} ${two.pid}/${program.processName} ${q}>${q1} | - missing ${q1}>${q}`,
      ]);
    }));
}

function describeCounters(program: HypervisorProgram): void {
  it('--counters: IDLE, then what has passed', () =>
    withPair(program, (pair) =>
      withFrames(pair, async ({ lab, pass, arrived }) => {
        const { one, two } = pair;
        await two.client.must('nio_bridge create hub', 'nio_bridge add_nio hub n0', 'nio_bridge add_nio hub out');
        const idle = await linksOf(lab, '--counters');
        expect(stateOf(idle)).to.equal('IDLE');
        // Nobody asked for them here.
        expect(stateOf(await linksOf(lab))).to.equal('ESTABLISHED');
        await pass();
        await arrived();
        const busy = await linksOf(lab, '--counters');
        const row = busy.links.find(({ name }) => name === R1_R2);
        expect(row?.state).to.equal('ESTABLISHED');
        expect(row?.a).to.include({ pid: one.pid, packetsIn: 0, packetsOut: 1, bytesIn: 0, bytesOut: FRAME.length });
        expect(row?.b).to.include({ pid: two.pid, packetsIn: 1, packetsOut: 0, bytesIn: FRAME.length, bytesOut: 0 });
        const { stdout } = await niostat(['links', lab, '--counters']);
        expect(stdout).to.match(/State .* In\/Out +Peer In\/Out/);
      }),
    ));

  it('--counters: STALLED when the NIO at the other end is bound to nothing, and frames were sent to it', () =>
    withPair(program, (pair) =>
      withFrames(pair, async ({ lab, pass }) => {
        await pass();
        const run = await linksOf(lab, '--counters');
        expect(run.code).to.equal(1);
        expect(stateOf(run)).to.equal('STALLED');
        const row = run.links.find(({ name }) => name === R1_R2);
        expect(row?.a).to.include({ device: 'R1', nio: 'n0', boundTo: 'nio_bridge hub', packetsOut: 1 });
        expect(row?.b).to.include({ device: 'R2', nio: 'n0', packetsIn: 0, unread: 'not bound' });
        expect(row?.remedy).to.include('bind NIO n0');
      }),
    ));

  it('--counters leaves the NIOs and their counters as they are', () =>
    withPair(program, (pair) =>
      withFrames(pair, async ({ lab, pass }) => {
        await pass();
        const answers = (): Promise<string[][]> =>
          Promise.all(
            [pair.one, pair.two].map(async ({ client }) => [
              ...(await client.ask('nio list')),
              ...(await client.ask('nio get_stats n0')),
              ...(await client.ask('nio_bridge list')),
            ]),
          );
        const before = await answers();
        await linksOf(lab, '--counters');
        expect(await answers()).to.deep.equal(before);
      }),
    ));
}

const FRAME = Buffer.alloc(60, 0x2a);

interface Frames {
  readonly lab: string;
  /** Sends a frame through the link; returns when the first hypervisor has sent it. */
  pass(): Promise<void>;
  /** Returns when the second hypervisor has passed it on. */
  arrived(): Promise<void>;
}

/**
 * A link, and a bridge at its first end: what the test sends to the NIO `in` goes to the link and then to the
 * NIO `echo`, where the test waits for it. The NIO `out` of the second hypervisor is another such end.
 */
async function withFrames(pair: Pair, work: (frames: Frames) => Promise<void>): Promise<void> {
  const { one, two, ports } = pair;
  const [p, inPort, echoPort, outPort, q, inPeer, echoPeer, outPeer] = ports;
  const peers: DatagramPeer[] = [];
  const open = async (ownPort: number, nioPort: number): Promise<DatagramPeer> => {
    const peer = await DatagramPeer.open({ ownPort, nioPort });
    peers.push(peer);
    return peer;
  };
  try {
    const source = await open(inPeer, inPort);
    const echo = await open(echoPeer, echoPort);
    const sink = await open(outPeer, outPort);
    await one.client.must(
      createUdp('n0', p, q),
      createUdp('in', inPort, inPeer),
      createUdp('echo', echoPort, echoPeer),
    );
    await two.client.must(createUdp('n0', q, p), createUdp('out', outPort, outPeer), 'nio_bridge create hub0');
    await one.client.must(
      'nio_bridge create hub',
      ...['in', 'n0', 'echo'].map((nio) => `nio_bridge add_nio hub ${nio}`),
    );
    await work({
      lab: labFile(pair, [p, q], [R1_R2]),
      async pass() {
        await source.send(FRAME);
        expect(await echo.next()).to.deep.equal(FRAME);
      },
      async arrived() {
        expect(await sink.next()).to.deep.equal(FRAME);
      },
    });
  } finally {
    for (const peer of peers) await peer.close();
  }
}

function stateOf({ links }: LinksResult): string | undefined {
  return links.find(({ name }) => name === R1_R2)?.state;
}

function describeContinuous(program: HypervisorProgram): void {
  it('-c --json prints a line for each picture, tells what changes, and ends with the code of the last', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q] = ports;
      await one.client.must(createUdp('n0', p, q));
      await two.client.must(createUdp('n0', q, p));
      const lab = labFile(pair, [p, q], [R1_R2]);
      await ContinuousRun.with(['links', lab, '--json', '-c', '20ms'], async (run) => {
        await run.until((stdout) => linesOf(stdout).length >= 2, 'two pictures');
        await two.client.must('nio delete n0');
        await run.until((stdout) => stdout.includes('"HALF-OPEN"') && stdout.endsWith('\n'), 'the broken link');
        expect(await run.endWith('SIGINT')).to.equal(1);
        const states = linesOf(run.stdout).map((line) => (JSON.parse(line) as LinksResult).links[0]?.state);
        expect(states.slice(0, 2)).to.deep.equal(['ESTABLISHED', 'ESTABLISHED']);
        expect(states.at(-1)).to.equal('HALF-OPEN');
        expect(run.stderr).to.equal('');
      });
    }));

  it('-c prints blocks of text, with a star at what has changed', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q] = ports;
      await one.client.must(createUdp('n0', p, q));
      const lab = labFile(pair, [p, q], [R1_R2]);
      await ContinuousRun.with(['links', lab, '-c', '20ms'], async (run) => {
        await run.until((stdout) => stdout.includes('lab: 1 link, HALF-OPEN'), 'the first picture');
        await two.client.must(createUdp('n0', q, p));
        await run.until(
          (stdout) => /\n\*ESTABLISHED .*\n\n\* the state .*\n\n.*\n\nState .*\nESTABLISHED /.test(stdout),
          'the change, once',
        );
        expect(await run.endWith('SIGINT')).to.equal(0);
        expect(run.stdout.startsWith('✗ lab: 1 link, HALF-OPEN\n\n')).to.equal(true);
      });
    }));

  it('-c --counters keeps no file open, and leaves the NIOs as they are', () =>
    withPair(program, async (pair) => {
      const { one, two, ports } = pair;
      const [p, , , , q] = ports;
      await one.client.must(createUdp('n0', p, q));
      await two.client.must(createUdp('n0', q, p));
      const lab = labFile(pair, [p, q], [R1_R2]);
      const lists = (): Promise<string[][]> => Promise.all([one, two].map(({ client }) => client.ask('nio list')));
      const before = await lists();
      await ContinuousRun.with(['links', lab, '--json', '--counters', '-c', '5ms'], async (run) => {
        await run.until((stdout) => linesOf(stdout).length >= 3, 'three pictures');
        const atFirst = run.descriptorCount();
        await run.until((stdout) => linesOf(stdout).length >= 30, 'thirty pictures');
        // A look may meet it in the middle of a round, with a folder of /proc and two connections open: that
        // is 3 and no 27.
        expect(run.descriptorCount()).to.be.at.most(atFirst + 5);
        expect(await run.endWith('SIGINT')).to.equal(0);
      });
      expect(await lists()).to.deep.equal(before);
    }));
}

/** The complete lines. */
function linesOf(stdout: string): string[] {
  return stdout.split('\n').slice(0, -1);
}
