import type { Situation, SocketKind } from '../../core/kernel/situation.ts';

/** The ports of a situation: the one that is shared, and those of the peers; `none` is port 0. */
export type PortName = 'shared' | 'peer-of-first' | 'peer-of-second' | 'none';

export type Family = 4 | 6;

/** A loopback address and a port, as a NIO is told it. */
export interface Peer {
  readonly family: Family;
  readonly port: PortName;
}

/** One of the two sockets that a situation is about. */
export interface End {
  readonly kind: SocketKind;
  readonly port: PortName;
  /** Where it is connected to, tried in turn until bind and connect succeed; none if it stays unconnected. */
  readonly peers: readonly Peer[];
  /** Of the socket, where it has no peer. */
  readonly family: Family;
}

export type EndName = 'first' | 'second';

/** A datagram of the test: sent by one of the two, or by a peer to the shared port. */
export interface Sending {
  /** What it is about, see `judge`. */
  readonly name: 'to-first' | 'to-second' | 'to-fallback';
  readonly by: EndName | Peer;
}

/** What is opened in a situation, in this order, and what is sent then. */
export interface SetUp {
  readonly first?: End;
  readonly second: End;
  readonly sendings: readonly Sending[];
  /** Whether a plain IPv4 socket could have the port is tried after the first. */
  readonly triesIpv4?: boolean;
}

const UNCONNECTED: ReadonlySet<SocketKind> = new Set(['vpcs', 'foreign', 'foreign-loopback', 'foreign-ipv6']);

/** True for a socket that stays without a peer. */
export function isUnconnected(kind: SocketKind): boolean {
  return UNCONNECTED.has(kind);
}

/** How a situation is made and what is sent in it. Pure. */
export function setUpOf({ first, second, peers, family }: Situation): SetUp {
  const firstFamily: Family = family === 'ipv4' ? 4 : 6;
  const secondFamily: Family = family === 'ipv4' || family === 'mixed' ? 4 : 6;
  if (first === undefined) return alone(second, peers === 'port-zero');
  if (peers === 'none') return onOwnPorts(first, second);
  const ofFirst: Peer = { family: firstFamily, port: peers === 'itself' ? 'shared' : 'peer-of-first' };
  const isSame = peers === 'identical' || peers === 'itself';
  const ofSecond: Peer = isSame
    ? { ...ofFirst, family: secondFamily }
    : { family: secondFamily, port: 'peer-of-second' };
  // What localhost stands for, as the resolver orders it.
  const tried = family === 'localhost' ? [ofSecond, { ...ofSecond, family: 4 as const }] : [ofSecond];
  const sendings: Sending[] = [
    { name: 'to-first', by: peers === 'itself' ? 'first' : ofFirst },
    ...(peers === 'identical' ? [] : [{ name: 'to-second', by: peers === 'itself' ? 'second' : ofSecond } as const]),
    ...tried.slice(1).map((by) => ({ name: 'to-fallback', by }) as const),
  ];
  return {
    first: { kind: first, port: 'shared', peers: isUnconnected(first) ? [] : [ofFirst], family: firstFamily },
    second: { kind: second, port: 'shared', peers: isUnconnected(second) ? [] : tried, family: secondFamily },
    sendings,
    triesIpv4: family === 'mixed',
  };
}

/** One NIO; with `port-zero` its peer has port 0, and another port sends to it. */
function alone(kind: SocketKind, isPortZero: boolean): SetUp {
  const peer: Peer = { family: 4, port: 'peer-of-second' };
  return {
    second: { kind, port: 'shared', peers: [isPortZero ? { family: 4, port: 'none' } : peer], family: 4 },
    sendings: [{ name: 'to-second', by: peer }],
  };
}

/** Two NIOs that are each other's peer. */
function onOwnPorts(first: SocketKind, second: SocketKind): SetUp {
  return {
    first: { kind: first, port: 'shared', peers: [{ family: 4, port: 'peer-of-first' }], family: 4 },
    second: { kind: second, port: 'peer-of-first', peers: [{ family: 4, port: 'shared' }], family: 4 },
    sendings: [
      { name: 'to-second', by: 'first' },
      { name: 'to-first', by: 'second' },
    ],
  };
}
