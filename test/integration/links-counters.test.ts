/**
 * Which NIO has which socket, on the real Dynamips while NIOs come and go: the log of the hypervisor
 * tells, or nothing is said. Needs Linux and Dynamips.
 */
import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import { ReadHosts } from '../../src/core/sockets/read-hosts.ts';
import { quietUi } from '../../src/core/ui.ts';
import { watchLinks } from '../../src/features/links/links.ts';
import { NioCounters } from '../../src/features/links/live/nio-counters.ts';
import { readThisHost } from '../../src/world/sockets/this-host.ts';
import { DatagramPeer } from '../support/datagram-peer.ts';
import { HYPERVISOR_PROGRAMS, type HypervisorProcess } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { fc } from '../support/property.ts';
import { freePorts } from '../support/real-sockets.ts';
import { betweenLab } from '../support/rehearsal.ts';
import { withHypervisor } from '../support/subjects.ts';

const { signal } = quietUi();

/** The sockets of one process of this host. */
async function socketsOf(wanted: number): Promise<ReadHosts> {
  const { table, why } = await readThisHost({ allOwners: false });
  if (table === undefined) throw new Error(why);
  return new ReadHosts({ ...table, rows: table.rows.filter(({ pid }) => pid === wanted) });
}

/** `local>remote` of each UDP socket with the NIO that it is said to have. */
async function joinedNios(
  counters: NioCounters,
  { pid }: HypervisorProcess,
): Promise<{ nios: Map<string, string | undefined>; limits: readonly string[] }> {
  const hosts = await socketsOf(pid);
  const { factsOf, limits } = await counters.read(hosts, signal);
  const nios = new Map<string, string | undefined>();
  for (const { row } of hosts.here.allUdp()) nios.set(`${row.localPort}>${row.remotePort}`, factsOf(row)?.nio);
  return { nios, limits };
}

/** Commands of a lab that changes; numbers are indexes into a few names, ports and bridges. */
const OPERATION = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('create' as const), name: fc.nat(3), to: fc.nat(4) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('delete' as const), name: fc.nat(3), to: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('rename' as const), name: fc.nat(3), to: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('bind' as const), name: fc.nat(3), to: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('unbind' as const), name: fc.nat(3), to: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('bridge' as const), name: fc.nat(1), to: fc.nat(1) }) },
);

/** What the replies of the hypervisor tell: `local>remote` by name. */
type Truth = Map<string, string>;

async function carryOut(
  client: LineClient,
  { op, name, to }: { op: 'create' | 'delete' | 'rename' | 'bind' | 'unbind' | 'bridge'; name: number; to: number },
  { truth, ports }: { truth: Truth; ports: readonly number[] },
): Promise<void> {
  const [nio, other, bridge] = [`n${name}`, `n${to}`, `br${to}`];
  const [local = 0, remote = 0] = [ports[to], ports[(to + 1) % 5]];
  const command = {
    create: `nio create_udp ${nio} ${local} 127.0.0.1 ${remote}`,
    delete: `nio delete ${nio}`,
    rename: `nio rename ${nio} ${other}`,
    bind: `nio_bridge add_nio ${bridge} ${nio}`,
    unbind: `nio_bridge remove_nio ${bridge} ${nio}`,
    bridge: `nio_bridge ${name === 0 ? 'create' : 'delete'} ${bridge}`,
  }[op];
  const isDone = (await client.ask(command)).at(-1)?.startsWith('100-') ?? false;
  if (!isDone) return;
  if (op === 'create') truth.set(nio, `${local}>${remote}`);
  if (op === 'delete') truth.delete(nio);
  if (op === 'rename') {
    truth.set(other, truth.get(nio) ?? '');
    truth.delete(nio);
  }
}

const DYNAMIPS = HYPERVISOR_PROGRAMS.filter(({ processName }) => processName === 'dynamips');

for (const program of DYNAMIPS) {
  describe(`the counters of links on ${program.name}`, () => {
    it('belong to the NIO of the socket, or are not known, whatever is made, deleted, renamed and bound', () =>
      withHypervisor(program, async (hypervisor) => {
        const ports = await freePorts(5);
        const client = await LineClient.connect(hypervisor.port);
        const counters = new NioCounters();
        let known = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(OPERATION, { minLength: 1, maxLength: 25 }), async (operations) => {
            const truth: Truth = new Map();
            await client.must('hypervisor reset', 'nio_bridge create br0');
            for (const operation of operations) await carryOut(client, operation, { truth, ports });
            const { nios } = await joinedNios(counters, hypervisor);
            // The replies tell the same as the sockets: each NIO has one.
            expect([...nios.keys()].sort()).to.deep.equal([...truth.values()].sort());
            for (const [name, place] of truth) {
              if (nios.get(place) === undefined) continue;
              known++;
              expect(nios.get(place)).to.equal(name);
            }
          }),
          { numRuns: 60 },
        );
        await counters.close();
        client.close();
        expect(known).to.be.greaterThan(0);
      }));

    it('show no ONE-WAY where a NIO is deleted and made again with its ports, whatever has passed before', () =>
      withHypervisor(program, (one) =>
        withHypervisor(program, async (two) => {
          const links = await TestLinks.between(one, two);
          const before = await Promise.all([one, two].map(descriptorCount));
          const watch = watchLinks(modelOf(links.lab), { counters: true });
          try {
            for (let round = 0; round < ROUNDS; round++) {
              await links.remake(round % LINKS, round % 2 === 0 ? one : two);
              const hasPassed = round % 3 !== 0;
              if (hasPassed) await links.pass(FRAMES);
              // The NIOs through which frames come and go are in no lab.
              const rows = (await watch.look()).links.filter(({ name }) => name !== undefined);
              expect(
                rows.map(({ state }) => state).filter((state) => state !== 'ESTABLISHED' && state !== 'IDLE'),
              ).to.deep.equal([]);
              const counts = rows.flatMap(({ a, b }) => [a.packetsIn, a.packetsOut, b?.packetsIn, b?.packetsOut]);
              // Every end is known in every round.
              expect(counts)
                .to.have.length(LINKS * 4)
                .and.not.include(undefined);
              if (hasPassed) expect(Math.min(...counts.map(Number))).to.be.at.least(FRAMES);
            }
          } finally {
            await watch.close();
          }
          expect(await Promise.all([one, two].map(descriptorCount))).to.deep.equal(before);
          await links.close();
        }),
      )).timeout(300_000);
  });
}

/** How often the links are looked at. */
const ROUNDS = 12;

const LINKS = 3;

/** How many frames go each way through each link. */
const FRAMES = 20;

const FRAME = Buffer.alloc(60, 0x2a);

/** How many descriptors a hypervisor has when it has seen to every connection that came before. */
async function descriptorCount({ pid, port }: HypervisorProcess): Promise<number> {
  const client = await LineClient.connect(port);
  client.send('hypervisor close\n');
  await client.ended();
  client.close();
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** One end: the NIO of the link stands in a bridge with a second NIO, through which frames come and go. */
interface TestEnd {
  readonly client: LineClient;
  readonly hypervisor: HypervisorProcess;
  /** The command that makes its NIO. */
  readonly make: string;
  readonly outside: DatagramPeer;
}

/** Links between two hypervisors through which frames are sent from here. */
class TestLinks {
  private constructor(
    readonly lab: Lab,
    private readonly ends: readonly TestEnd[][],
    private readonly clients: readonly LineClient[],
  ) {}

  static async between(one: HypervisorProcess, two: HypervisorProcess): Promise<TestLinks> {
    const clients = await Promise.all([one, two].map(({ port }) => LineClient.connect(port)));
    const [base = 0, otherBase = 0] = [await freePorts(LINKS * 3), await freePorts(LINKS * 3)].map(([first]) => first);
    const end = async (side: 0 | 1, link: number): Promise<TestEnd> => {
      const [own, peer] = side === 0 ? [base, otherBase] : [otherBase, base];
      const [inPort, outsidePort] = [own + LINKS + link, own + 2 * LINKS + link];
      const client = clients[side] as LineClient;
      const make = `nio create_udp n${link} ${own + link} 127.0.0.1 ${peer + link}`;
      await client.must(
        make,
        `nio create_udp in${link} ${inPort} 127.0.0.1 ${outsidePort}`,
        `nio_bridge create br${link}`,
        `nio_bridge add_nio br${link} in${link}`,
      );
      const outside = await DatagramPeer.open({ ownPort: outsidePort, nioPort: inPort });
      return { client, hypervisor: side === 0 ? one : two, make, outside };
    };
    const ends: TestEnd[][] = [];
    for (let link = 0; link < LINKS; link++) ends.push([await end(0, link), await end(1, link)]);
    for (const [link, both] of ends.entries()) {
      for (const { client } of both) await client.must(`nio_bridge add_nio br${link} n${link}`);
    }
    const lab = betweenLab(LINKS, { port: one.port, baseUdp: base }, { port: two.port, baseUdp: otherBase });
    return new TestLinks(lab, ends, clients);
  }

  /** Deletes the NIO of one end, and makes it again with the same ports. */
  async remake(link: number, wanted: HypervisorProcess): Promise<void> {
    for (const { client, hypervisor, make } of this.ends[link] ?? []) {
      if (hypervisor !== wanted) continue;
      const [bridge, nio] = [`br${link}`, `n${link}`];
      const commands = [`nio_bridge remove_nio ${bridge} ${nio}`, `nio delete ${nio}`, make];
      await client.must(...commands, `nio_bridge add_nio ${bridge} ${nio}`);
    }
  }

  /** Sends frames through every link, both ways, and waits until each has arrived. */
  async pass(count: number): Promise<void> {
    for (const [a, b] of this.ends) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ]) {
        for (let frame = 0; frame < count; frame++) {
          await from?.outside.send(FRAME);
          expect(await to?.outside.next()).to.deep.equal(FRAME);
        }
      }
    }
  }

  async close(): Promise<void> {
    for (const { outside } of this.ends.flat()) await outside.close();
    for (const client of this.clients) client.close();
  }
}
