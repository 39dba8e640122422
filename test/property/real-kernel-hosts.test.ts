/**
 * The kernel model against the kernel of this machine, with names, several addresses of a host, and a second
 * host: network namespaces with a cable between them and hosts files of their own. Needs root.
 */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { numericAddress } from '../../src/core/address/ip-address.ts';
import type { PredictOptions } from '../../src/core/kernel/play.ts';
import { NO_SOCKET, type PredictedSocket } from '../../src/core/kernel/socket.ts';
import { standInFor } from '../support/namespaces-needed.ts';
import { ip, makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import { type Played, predicted } from '../support/plan-lab.ts';
import { fc } from '../support/property.ts';
import { SocketHost } from '../support/socket-host.ts';

const LACK = whatIsMissing(['ip', 'perl', 'taskset']);

/** In a namespace all ports are free. */
const FIRST_PORT = 10_000;
const PORT_COUNT = 4;

const HOSTS_FILES: Readonly<Record<string, string>> = {
  '127.0.0.1 alone': '127.0.0.1 localhost',
  '127.0.0.1 first': '127.0.0.1 localhost\n::1 localhost',
  '::1 first': '::1 localhost\n127.0.0.1 localhost',
  '::1 alone': '::1 localhost',
};

/** The near host has three addresses of IPv4 and two of IPv6; `far` and `near` are in both hosts files. */
const NEAR = ['198.18.0.1', '198.18.0.11', '198.18.1.5', 'fd00:18::1', 'fd00:18::11'];
const FAR = ['fd00:18::2', '198.18.0.2'];
const NAMES = [...NEAR.map((address) => `${address} near`), ...FAR.map((address) => `${address} far`)].join('\n');

const LOOPBACK = ['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.1', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1'];
/** What connect() refuses on each host, and names without an address, whether they are asked for or not. */
const REFUSED = ['255.255.255.255', 'bender.invalid'];

const ALONE = [...LOOPBACK, 'localhost', 'localhost', ...REFUSED];
const REMOTE_OF: Readonly<Record<string, readonly string[]>> = {
  near: [
    ...LOOPBACK,
    'localhost',
    ...REFUSED,
    'bender',
    '198.18.0.255',
    '203.0.113.9',
    ...NEAR,
    'near',
    ...['far', ...FAR, ...FAR, '::ffff:198.18.0.2'],
  ],
  // Nobody asks the far host: what its own hosts file and routes say is not known here.
  far: [
    '127.0.0.1',
    '::1',
    'localhost',
    ...REFUSED,
    ...['far', ...FAR],
    ...['near', ...NEAR, ...NEAR, '::ffff:198.18.0.11'],
  ],
};

/** Opens a socket on one of a few ports, or closes the n-th of those that are open. */
interface Operation {
  readonly does: 'open' | 'answer' | 'close';
  /** Which one is closed, or is answered: the new socket has its ports the other way round. */
  readonly target: number;
  readonly host: string;
  readonly reuse: boolean;
  readonly local: number;
  /** Beyond the last port: 0. */
  readonly remote: number;
  readonly remoteHost: string;
}

function operations(remoteOf: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Operation[]> {
  const opens = Object.entries(remoteOf).map(([host, remotes]) =>
    fc.record({
      does: fc.constantFrom('open', 'open', 'answer', 'answer', 'answer', 'close'),
      target: fc.nat(),
      host: fc.constant(host),
      reuse: fc.constantFrom(false, true, true),
      local: fc.nat(PORT_COUNT - 1),
      remote: fc.nat(PORT_COUNT),
      remoteHost: fc.constantFrom(...remotes),
    }),
  );
  return fc.array(fc.oneof(...opens), { minLength: 1, maxLength: 14 });
}

/** Turns random operations into ones that make sense: only what was opened is closed. */
function played(script: readonly Operation[]): Played {
  const plans: Array<Played['plans'][number]> = [];
  const moves: Array<Played['moves'][number]> = [];
  const open: number[] = [];
  for (const { does, target, host, reuse, local, remote, remoteHost } of script) {
    if (does === 'close' && open.length > 0) {
      const [plan] = open.splice(target % open.length, 1);
      moves.push({ type: 'close', plan: plan as number });
      continue;
    }
    moves.push({ type: 'open', plan: plans.length });
    open.push(plans.length);
    const answered = does === 'answer' ? plans[target % plans.length] : undefined;
    const remotePort = answered?.localPort ?? (remote === PORT_COUNT ? 0 : FIRST_PORT + remote);
    const localPort = answered?.remotePort || FIRST_PORT + local;
    plans.push({ host, reuse, localPort, remoteHost, remotePort });
  }
  return { plans, moves };
}

/** What the real kernel made of a plan: the sockets that got 206, and who received what each one sent. */
interface Outcome {
  readonly refused: ReadonlySet<number>;
  readonly receivers: ReadonlyMap<number, readonly number[]>;
}

class World {
  private constructor(
    readonly hosts: TwoHosts,
    readonly near: SocketHost,
    readonly far: SocketHost,
  ) {}

  static async make(): Promise<World> {
    const hosts = await makeTwoHosts();
    const { near, far } = hosts;
    for (const { name } of [near, far]) {
      await mkdir(`/etc/netns/${name}`, { recursive: true });
      await writeFile(`/etc/netns/${name}/hosts`, `::1 localhost\n127.0.0.1 localhost\n${NAMES}\n`);
      // No DNS: a name that is not in the file has no address.
      await writeFile(`/etc/netns/${name}/nsswitch.conf`, 'hosts: files\n');
    }
    for (const address of ['198.18.0.11/24', '198.18.1.5/24'])
      ip('-n', near.name, 'addr', 'add', address, 'dev', 'cable');
    ip('-n', far.name, 'route', 'add', '198.18.1.0/24', 'dev', 'cable');
    for (const [name, address] of [
      [near.name, NEAR[3]],
      [near.name, NEAR[4]],
      [far.name, FAR[0]],
    ] as const)
      ip('-n', name, 'addr', 'add', `${address}/64`, 'dev', 'cable', 'nodad');
    const world = new World(hosts, await SocketHost.start(near.name), await SocketHost.start(far.name));
    // Both ends know each other's hardware addresses from now on, so that nothing waits.
    for (const address of FAR) await world.near.flush(world.far, address);
    for (const address of NEAR) await world.far.flush(world.near, address);
    return world;
  }

  /** The hosts file is the same file for a program that has it open in its namespace. */
  async useHostsFile(lines: string): Promise<void> {
    await writeFile(`/etc/netns/${this.hosts.near.name}/hosts`, `${lines}\n${NAMES}\n`);
  }

  async remove(): Promise<void> {
    this.near.end();
    this.far.end();
    await this.hosts.remove();
    for (const { name } of [this.hosts.near, this.hosts.far]) await rm(`/etc/netns/${name}`, { recursive: true });
  }

  async play({ plans, moves }: Played): Promise<Outcome> {
    const hostOf = (plan: number): SocketHost => (plans[plan]?.host === 'far' ? this.far : this.near);
    const open = new Set<number>();
    const refused = new Set<number>();
    for (const { type, plan } of moves) {
      if (type === 'close') {
        if (open.delete(plan)) await hostOf(plan).close(plan);
      } else if (await hostOf(plan).open(plan, plans[plan] as Played['plans'][number])) open.add(plan);
      else refused.add(plan);
    }
    for (const plan of open) await hostOf(plan).send(plan);
    await this.near.flush(this.far, '198.18.0.2');
    await this.far.flush(this.near, '198.18.0.1');
    const receivers = new Map<number, number[]>();
    for (const [sender, receiver] of [...(await this.near.frames()), ...(await this.far.frames())]) {
      receivers.set(sender, [...(receivers.get(sender) ?? []), receiver]);
    }
    for (const plan of open) await hostOf(plan).close(plan);
    return { refused, receivers };
  }

  /** What the resolver and the kernel of the near host say, as `--resolve` asks them. */
  async known(): Promise<Pick<PredictOptions, 'machines' | 'sources'>> {
    const addresses = new Map<string, readonly string[]>();
    for (const name of ['localhost', 'near', 'far', 'bender']) addresses.set(name, await this.near.resolve(name));
    addresses.set('near', [...(addresses.get('near') ?? []), '127.0.0.1']);
    const literals = [...new Set([...Object.values(REMOTE_OF).flat(), ...[...addresses.values()].flat()])];
    const sources = new Map<string, string | null>();
    for (const address of literals.flatMap((text) => numericAddress(text) ?? [])) {
      sources.set(address, await this.near.source(address));
    }
    return { machines: new Machines(addresses), sources };
  }
}

/** Holds what the model says against what was seen; gives the sockets whose receiver it does not know. */
function compare(model: ReadonlyMap<number, PredictedSocket>, { refused, receivers }: Outcome): PredictedSocket[] {
  const plans = new Map([...model].map(([plan, socket]) => [socket.index, plan]));
  const unknown: PredictedSocket[] = [];
  for (const [plan, socket] of model) {
    expect(socket.bind === 'refused', `206 for ${plan}`).to.equal(refused.has(plan));
    expect(socket.bind, `bind of ${plan}`).to.not.equal('unknown');
    if (socket.delivery === 'unknown') unknown.push(socket);
    else {
      const receiver = plans.get(socket.receiver);
      expect(receivers.get(plan) ?? [], `receivers of ${plan}`).to.deep.equal(receiver === undefined ? [] : [receiver]);
    }
  }
  return unknown;
}

/** True if the name `localhost` decides where the frames of a socket go. */
function dependsOnLocalhost(socket: PredictedSocket, model: ReadonlyMap<number, PredictedSocket>): boolean {
  expect(socket.candidate).to.not.equal(NO_SOCKET);
  const candidate = [...model.values()].find(({ index }) => index === socket.candidate);
  return [socket, candidate].some((one) => one?.route.openName === 'localhost');
}

describe('the kernel model against the kernel of this machine, between hosts', () => {
  if (LACK !== undefined) {
    standInFor(LACK);
    return;
  }

  let world: World;

  before(async () => {
    world = await World.make();
  });

  after(async () => {
    await world?.remove();
  });

  for (const [title, lines] of Object.entries(HOSTS_FILES)) {
    describe(`localhost: ${title}`, () => {
      before(async () => {
        await world.useHostsFile(lines);
      });

      it('agrees on every bind and every receiver where the near host was asked', async () => {
        const known = await world.known();
        await fc.assert(
          fc.asyncProperty(operations(REMOTE_OF), async (script) => {
            const plan = played(script);
            const model = predicted(plan, known);
            for (const socket of compare(model, await world.play(plan))) {
              // The hosts file of the far host is its own.
              expect(socket.machine).to.equal('far');
              expect(dependsOnLocalhost(socket, model)).to.equal(true);
            }
          }),
          { numRuns: 150 },
        );
      });

      it('is never wrong where nobody was asked, and does not know only what depends on localhost', async () => {
        await fc.assert(
          fc.asyncProperty(operations({ '127.0.0.1': ALONE }), async (script) => {
            const plan = played(script);
            const model = predicted(plan, { machines: new Machines() });
            for (const socket of compare(model, await world.play(plan))) {
              expect(dependsOnLocalhost(socket, model)).to.equal(true);
            }
          }),
          { numRuns: 150 },
        );
      });
    });
  }
});
