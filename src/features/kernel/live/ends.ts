import type { OwnSockets, SocketPlan } from '../../../world/own-sockets/own-sockets.ts';
import type { End, EndName, Family, PortName } from '../set-up.ts';

/**
 * The ports of one situation: what its two sockets are told, and those of the way into and out of the NIOs
 * of a real hypervisor.
 */
export type Ports = Readonly<Record<PortName | `into-${EndName}` | `from-${EndName}`, number>>;

/** Makes the two sockets of a situation, whichever way, and says what they receive. */
export interface Ends {
  /** Why the end could not be opened; undefined if it is open. */
  open(name: EndName, end: End, ports: Ports): Promise<string | undefined>;
  send(name: EndName, text: string): Promise<void>;
  received(): Promise<readonly { readonly end: EndName; readonly text: string }[]>;
  /** Closes what is open, for the next situation. */
  close(): Promise<void>;
}

export const LOOPBACK: Readonly<Record<Family, string>> = { 4: '127.0.0.1', 6: '::1' };

const EVERY_ADDRESS: Readonly<Record<Family, string>> = { 4: '0.0.0.0', 6: '::' };

/** Sockets of niostat's own, those of the second end perhaps of another user. */
export class OwnEnds implements Ends {
  private readonly makers: Readonly<Record<EndName, OwnSockets>>;
  private readonly sockets = new Map<EndName, number>();

  constructor(makers: Readonly<Record<EndName, OwnSockets>>) {
    this.makers = makers;
  }

  async open(name: EndName, end: End, ports: Ports): Promise<string | undefined> {
    let refusal: string | undefined;
    for (const plan of plansOf(end, ports)) {
      const reply = await this.makers[name].open(plan);
      if ('socket' in reply) {
        this.sockets.set(name, reply.socket);
        return undefined;
      }
      refusal = reply.code;
    }
    return refusal;
  }

  async send(name: EndName, text: string): Promise<void> {
    const socket = this.sockets.get(name);
    if (socket !== undefined) await this.makers[name].send(socket, text);
  }

  async received(): Promise<{ end: EndName; text: string }[]> {
    const all: { end: EndName; text: string }[] = [];
    for (const maker of new Set(Object.values(this.makers))) {
      for (const { socket, text } of await maker.received()) {
        const end = this.endOf(socket, maker);
        if (end !== undefined) all.push({ end, text });
      }
    }
    return all;
  }

  /** Whose socket this is; each maker has numbers of its own. */
  endOf(socket: number, maker: OwnSockets = this.makers.first): EndName | undefined {
    for (const [name, number] of this.sockets) if (number === socket && this.makers[name] === maker) return name;
    return undefined;
  }

  async close(): Promise<void> {
    this.sockets.clear();
    for (const maker of new Set(Object.values(this.makers))) await maker.closeAll();
  }
}

/** The sockets that are tried for an end, as Dynamips tries the answers of the resolver. */
function plansOf({ kind, port, peers, family }: End, ports: Ports): SocketPlan[] {
  const isOnLoopback = kind === 'specific' || kind === 'foreign-loopback';
  const plan = (of: Family): SocketPlan => ({
    family: of,
    reuse: kind === 'reuse',
    localAddress: (isOnLoopback ? LOOPBACK : EVERY_ADDRESS)[of],
    localPort: ports[port],
  });
  if (peers.length === 0) return [plan(family)];
  return peers.map((peer) => ({
    ...plan(peer.family),
    peer: { address: LOOPBACK[peer.family], port: ports[peer.port] },
  }));
}
