import { pause } from '../../../world/network/pause.ts';
import type { SendingSockets } from '../../../world/own-sockets/own-sockets.ts';
import type { Seen } from '../judge.ts';
import type { EndName, Peer, Sending, SetUp } from '../set-up.ts';
import { type Ends, LOOPBACK, type Ports } from './ends.ts';

/** What a situation is played with. */
export interface Stage {
  readonly ends: Ends;
  /** Makes the peers that send to the port. */
  readonly peers: SendingSockets;
  readonly ports: Ports;
  /** How long a datagram may take that is neither received nor refused. */
  readonly waitMs: number;
  /** In every datagram, so that those of others are not taken for ours. */
  readonly mark: string;
}

/** A port could not be opened, for the reason that the system gave; nothing was found out. */
export interface NotPlayed {
  readonly refusedBefore: string;
}

/** Reasons for which the kernel opens no socket at all: they tell nothing of two that meet on a port. */
const SHORTAGES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

/** How often it looks whether a datagram has come in. */
const LOOK_MS = 2;

/** Makes the sockets of a situation, sends, sees who receives, and closes everything again. */
export async function play(setUp: SetUp, stage: Stage): Promise<Seen | NotPlayed> {
  const { ends, peers, ports } = stage;
  try {
    const senders = await openPeers(setUp.sendings, stage);
    if (!(senders instanceof Map)) return senders;
    const ofFirst = setUp.first && (await ends.open('first', setUp.first, ports));
    if (ofFirst !== undefined) return { refusedBefore: ofFirst };
    const isFreeForIpv4 = setUp.triesIpv4 ? await isFree(ports.shared, peers) : undefined;
    const refusal = await ends.open('second', setUp.second, ports);
    if (refusal !== undefined && SHORTAGES.has(refusal)) return { refusedBefore: refusal };
    const isOpen = (by: Sending['by']): boolean => typeof by !== 'string' || by === 'first' || refusal === undefined;
    const sendings = setUp.sendings.filter(({ by }) => isOpen(by));
    return { refusal, isFreeForIpv4, receivers: await exchange(sendings, senders, stage) };
  } finally {
    await ends.close();
    await peers.closeAll();
  }
}

/** The sockets of the peers that send, each connected to the port. */
async function openPeers(
  sendings: readonly Sending[],
  { peers, ports }: Stage,
): Promise<Map<Peer, number> | NotPlayed> {
  const opened = new Map<Peer, number>();
  for (const { by } of sendings) {
    if (typeof by === 'string') continue;
    const address = LOOPBACK[by.family];
    const reply = await peers.open({
      family: by.family,
      reuse: false,
      localAddress: address,
      localPort: ports[by.port],
      peer: { address, port: ports.shared },
    });
    if (!('socket' in reply)) return { refusedBefore: reply.code };
    opened.set(by, reply.socket);
  }
  return opened;
}

/** Whether a plain IPv4 socket could have the port at this moment. */
async function isFree(port: number, sockets: SendingSockets): Promise<boolean> {
  const reply = await sockets.open({ family: 4, reuse: false, localAddress: '0.0.0.0', localPort: port });
  if (!('socket' in reply)) return false;
  await sockets.close(reply.socket);
  return true;
}

async function exchange(
  sendings: readonly Sending[],
  senders: ReadonlyMap<Peer, number>,
  { ends, peers, waitMs, mark }: Stage,
): Promise<Map<Sending['name'], EndName>> {
  for (const { name, by } of sendings) {
    if (typeof by === 'string') await ends.send(by, `${mark}-${name}`);
    else await peers.send(senders.get(by) ?? 0, `${mark}-${name}`);
  }
  const receivers = new Map<Sending['name'], EndName>();
  const isSettled = ({ name, by }: Sending): boolean =>
    receivers.has(name) || (typeof by !== 'string' && peers.isRefused(senders.get(by) ?? 0));
  const deadline = performance.now() + waitMs;
  // A busy machine may let this process wait for longer than that: what came meanwhile is seen by one look
  // more.
  for (let isLast = false; ; isLast = performance.now() > deadline) {
    for (const { end, text } of await ends.received()) {
      const sending = sendings.find(({ name }) => text === `${mark}-${name}`);
      if (sending !== undefined) receivers.set(sending.name, end);
    }
    if (sendings.every(isSettled) || isLast) return receivers;
    await pause(LOOK_MS);
  }
}
