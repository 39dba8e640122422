import { WorldError } from '../../../core/errors/world-error.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { REPLY_CODE } from '../../../world/hypervisor/reply.ts';
import { encodeRequest } from '../../../world/hypervisor/request.ts';
import { type HypervisorAddress, withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import type { NodeSockets } from '../../../world/own-sockets/node-sockets.ts';
import { deletingCommands, type Made } from '../names.ts';
import { type End, type EndName, isUnconnected } from '../set-up.ts';
import { type Ends, LOOPBACK, OwnEnds, type Ports } from './ends.ts';
import type { HypervisorPair } from './hypervisor-pair.ts';

/** Taking things down must not fail because a hypervisor is slow. */
const CLEANUP_TIMEOUT_MS = 15_000;

/**
 * NIOs of real hypervisors. Each stands in a bridge with a second NIO, which leads to a socket of ours: what
 * is sent into that goes out of the NIO, and what the NIO receives comes back. What is no NIO, such as the
 * socket of VPCS, is a socket of niostat's own.
 */
export class NioEnds implements Ends {
  private readonly pair: HypervisorPair;
  private readonly node: NodeSockets;
  private readonly others: OwnEnds;
  private readonly prefix: string;
  /** The socket that leads to the NIO of an end. */
  private readonly ways = new Map<EndName, number>();
  /** In the order in which they were made. */
  private readonly made: Readonly<Record<EndName, Made[]>> = { first: [], second: [] };

  /** `prefix`: how the names of all objects begin, which nobody else gives. */
  constructor(pair: HypervisorPair, node: NodeSockets, prefix: string) {
    this.pair = pair;
    this.node = node;
    this.others = new OwnEnds({ first: node, second: node });
    this.prefix = prefix;
  }

  async open(name: EndName, end: End, ports: Ports): Promise<string | undefined> {
    if (isUnconnected(end.kind)) return await this.others.open(name, end, ports);
    const client = this.pair.sessions[name === 'first' ? 0 : 1].client;
    const nio = `${this.prefix}-${name}`;
    const refusal = await this.createNio(client, name, { nio, end, ports });
    if (refusal !== undefined) return refusal;
    const [inside, outside] = [ports[`into-${name}`], ports[`from-${name}`]];
    const host = LOOPBACK[4];
    const way = await this.node.open({
      family: 4,
      reuse: false,
      localAddress: host,
      localPort: outside,
      peer: { address: host, port: inside },
    });
    if (!('socket' in way)) throw portTaken(way.code);
    this.ways.set(name, way.socket);
    await this.make(client, name, ['nio', `${nio}-way`], ['create_udp', `${nio}-way`, `${inside}`, host, `${outside}`]);
    await this.make(client, name, ['nio_bridge', nio], ['create', nio]);
    for (const one of [`${nio}-way`, nio]) await client.command('nio_bridge', 'add_nio', nio, one);
    return undefined;
  }

  /** As a lab has it created; the number of the reply if it is refused. */
  private async createNio(
    client: HypervisorClient,
    name: EndName,
    { nio, end, ports }: { readonly nio: string; readonly end: End; readonly ports: Ports },
  ): Promise<string | undefined> {
    const [peer] = end.peers;
    if (peer === undefined) throw new Error('a NIO has a peer');
    // More than one address is what the resolver says for localhost, and Dynamips asks it itself.
    const remote = [end.peers.length > 1 ? 'localhost' : LOOPBACK[peer.family], `${ports[peer.port]}`];
    const port = `${ports[end.port]}`;
    const isAuto = end.kind === 'specific';
    const words = isAuto ? ['create_udp_auto', nio, LOOPBACK[4], port, port] : ['create_udp', nio, port, ...remote];
    this.made[name].push(['nio', nio]);
    const { code } = await client.exchange(encodeRequest(['nio', ...words]));
    if (code === REPLY_CODE.ok) {
      if (isAuto) await client.command('nio', 'connect_udp_auto', nio, ...remote);
      return undefined;
    }
    this.made[name].pop();
    return `${code}`;
  }

  private async make(client: HypervisorClient, name: EndName, made: Made, words: readonly string[]): Promise<void> {
    this.made[name].push(made);
    await client.command(made[0], ...words);
  }

  async send(name: EndName, text: string): Promise<void> {
    const way = this.ways.get(name);
    if (way === undefined) await this.others.send(name, text);
    else await this.node.send(way, text);
  }

  async received(): Promise<{ end: EndName; text: string }[]> {
    const ofWay = new Map([...this.ways].map(([name, socket]) => [socket, name]));
    const texts = await this.node.received();
    return texts.flatMap(({ socket, text }) => {
      const end = ofWay.get(socket) ?? this.others.endOf(socket);
      return end === undefined ? [] : [{ end, text }];
    });
  }

  async close(): Promise<void> {
    try {
      for (const name of ['first', 'second'] as const) await this.remove(name);
    } finally {
      this.ways.clear();
      // These have the same sockets of Node.
      await this.others.close();
    }
  }

  /** Deletes what was made, the last first; over another connection if the first has failed. */
  private async remove(name: EndName): Promise<void> {
    const made = this.made[name];
    if (made.length === 0) return;
    const at = name === 'first' ? 0 : 1;
    try {
      await deleteAll(this.pair.sessions[at].client, made);
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error;
      const again = await withHypervisor(this.pair.addresses[at], { timeoutMs: CLEANUP_TIMEOUT_MS }, (client) =>
        deleteAll(client, made),
      ).catch((reason: unknown) => {
        if (reason instanceof HypervisorError) return undefined;
        throw reason;
      });
      // Nobody listens any more: with the process everything is gone that it had.
      const isGone = again !== undefined && !('result' in again) && again.tcp.state === 'refused';
      if (made.length > 0 && !isGone) throw leftovers(this.pair.addresses[at], made, error);
      made.length = 0;
      throw error;
    }
  }
}

/** What a bridge holds cannot be deleted before the bridge, which was made last. */
async function deleteAll(client: HypervisorClient, made: Made[]): Promise<void> {
  for (let last = made.at(-1); last !== undefined; last = made.at(-1)) {
    const [module, name] = last;
    const { code } = await client.exchange(encodeRequest([module, 'delete', name]));
    // What was asked for and not answered may not have been made.
    if (code !== REPLY_CODE.ok && code !== REPLY_CODE.delete && code !== REPLY_CODE.unknownObject) {
      throw client.complaint('REFUSED', `answered ${code}`, `${module} delete ${name}`);
    }
    made.pop();
  }
}

function portTaken(code: string): WorldError {
  return new WorldError('NO_PORTS', `a port that was free a moment ago could not be opened: ${code}`, {
    next: 'run it again',
  });
}

function leftovers({ host, port }: HypervisorAddress, made: readonly Made[], cause: unknown): WorldError {
  const names = made.map(([module, name]) => `${module} ${name}`).join(', ');
  return new WorldError('LEFTOVERS', `${host}:${port} does not answer, and still has ${names}`, {
    next: `once it answers: ${deletingCommands(`${host}:${port}`, made)}`,
    cause,
  });
}
