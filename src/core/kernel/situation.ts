import type { OperatingSystem } from '../lab/lab.ts';
import type { Grade } from './grade.ts';

/**
 * The kinds of UDP sockets that meet on one port:
 * - `plain`: bound to every address without SO_REUSEADDR, then connected: a NIO of Dynamips up to 0.2.17 (on
 *   Windows Cygwin makes it exclusive);
 * - `reuse`: the same with SO_REUSEADDR: Dynamips from 0.2.18 on, and uBridge;
 * - `specific`: bound to 127.0.0.1 without SO_REUSEADDR, then connected: `nio create_udp_auto`;
 * - `vpcs`: bound to every address without an option, never connected; a program of Cygwin on Windows;
 * - `foreign`: the same of a program outside the lab;
 * - `foreign-loopback`: the same, bound to 127.0.0.1;
 * - `foreign-ipv6`: the same, bound to `::`, and taking IPv4 as well unless the system's default forbids it.
 */
export type SocketKind = 'plain' | 'reuse' | 'specific' | 'vpcs' | 'foreign' | 'foreign-loopback' | 'foreign-ipv6';

/**
 * How the peers of two connected sockets on one port compare:
 * - `different`: two peers;
 * - `identical`: one peer, so that all four values are equal;
 * - `itself`: one peer, which is the port itself: 10000 -> 127.0.0.1:10000 twice;
 * - `unconnected`: the first, the second or both have no peer;
 * - `port-zero`: a single socket, whose peer has port 0;
 * - `none`: nothing is compared, the sockets have ports of their own.
 */
export type Peers = 'different' | 'identical' | 'itself' | 'unconnected' | 'port-zero' | 'none';

/**
 * The family of the addresses:
 * - `ipv4`: 127.0.0.1 for both;
 * - `ipv6`: `::1` for both;
 * - `mixed`: the first is IPv6 (bound to `::`), the second IPv4;
 * - `localhost`: the first is on `::1`; the second is told `localhost`, tries `::1`, and 127.0.0.1 if bind or
 *   connect fails there.
 */
export type SituationFamily = 'ipv4' | 'ipv6' | 'mixed' | 'localhost';

/** Who owns the two sockets: one user, root and then a user, a user and then root, two who are not root. */
export type Users = 'same' | 'root-first' | 'root-second' | 'others';

/**
 * What becomes of the second socket, or of the only one:
 * - `bound`: bound and connected on a port that nobody else has in that family;
 * - `shared`: bound and connected although the first has the port, without a word;
 * - `refused`: bind or connect fails: 206 from Dynamips;
 * - `fallback`: refused on `::1`, and then bound on 127.0.0.1, where its peer is not (`localhost` only);
 * - `unknown`: not established, or it could not be tried.
 */
export type BindAnswer = 'bound' | 'shared' | 'refused' | 'fallback' | 'unknown';

/**
 * Who receives what is sent to the port afterwards, from the peers of both sockets:
 * - `peer-of-each`: each socket what its own peer sends, and an unconnected one what is left;
 * - `first`, `last`: the one that was there first, or was connected last, takes what arrives; if it is
 *   connected to somebody else, that is lost. With one socket: `first`;
 * - `unconnected`: the socket without a peer takes everything;
 * - `none`: nobody;
 * - `unknown`: not established, or it could not be tried.
 */
export type ReceiverAnswer = 'peer-of-each' | 'first' | 'last' | 'unconnected' | 'none' | 'unknown';

export const BIND_ANSWERS: readonly BindAnswer[] = ['bound', 'shared', 'refused', 'fallback', 'unknown'];

export const RECEIVER_ANSWERS: readonly ReceiverAnswer[] = [
  'peer-of-each',
  'first',
  'last',
  'unconnected',
  'none',
  'unknown',
];

/** A statement with how sure it is, and the document or source that it comes from, in a few words. */
export interface Graded<T> {
  readonly value: T;
  readonly grade: Grade;
  /** Such as `XNU bsd/netinet/in_pcb.c`; empty for `unknown`. */
  readonly place: string;
}

/** What a kernel does in a situation. */
export interface Answer {
  readonly bind: Graded<BindAnswer>;
  readonly receiver: Graded<ReceiverAnswer>;
}

/** Something that a kernel, or the program on it, can be asked by making one or two sockets. */
export interface Situation {
  readonly id: SituationId;
  /** At most 46 characters, for a table. */
  readonly title: string;
  /** The socket that is there before; absent where there is one socket only. */
  readonly first?: SocketKind;
  readonly second: SocketKind;
  readonly peers: Peers;
  readonly family: SituationFamily;
  readonly users: Users;
  /** True if the port has to be below 1024. */
  readonly isPrivileged?: true;
}

/** Ids are stable: files that `niostat kernel --write` wrote name them. */
export type SituationId = keyof typeof ROWS;

type Row = readonly [
  title: string,
  first: SocketKind | undefined,
  second: SocketKind,
  peers: Peers,
  family?: SituationFamily,
  users?: Users,
];

const ROWS = {
  'own-ports': ['two NIOs on ports of their own', 'plain', 'plain', 'none'],
  'plain-plain-different': ['old NIO, then old NIO, two peers', 'plain', 'plain', 'different'],
  'plain-plain-identical': ['old NIO, then old NIO, one peer', 'plain', 'plain', 'identical'],
  'plain-plain-itself': ['old NIO to its own port, twice', 'plain', 'plain', 'itself'],
  'reuse-plain-different': ['new NIO, then old NIO, two peers', 'reuse', 'plain', 'different'],
  'reuse-plain-identical': ['new NIO, then old NIO, one peer', 'reuse', 'plain', 'identical'],
  'plain-reuse-different': ['old NIO, then new NIO, two peers', 'plain', 'reuse', 'different'],
  'plain-reuse-identical': ['old NIO, then new NIO, one peer', 'plain', 'reuse', 'identical'],
  'reuse-reuse-different': ['new NIO, then new NIO, two peers', 'reuse', 'reuse', 'different'],
  'reuse-reuse-identical': ['new NIO, then new NIO, one peer', 'reuse', 'reuse', 'identical'],
  'reuse-reuse-itself': ['new NIO to its own port, twice', 'reuse', 'reuse', 'itself'],
  'specific-plain': ['create_udp_auto, then old NIO', 'specific', 'plain', 'different'],
  'specific-reuse': ['create_udp_auto, then new NIO', 'specific', 'reuse', 'different'],
  'plain-specific': ['old NIO, then create_udp_auto', 'plain', 'specific', 'different'],
  'reuse-specific': ['new NIO, then create_udp_auto', 'reuse', 'specific', 'different'],
  'specific-specific': ['create_udp_auto, then the same', 'specific', 'specific', 'different'],
  'vpcs-plain': ['VPCS, then old NIO', 'vpcs', 'plain', 'unconnected'],
  'vpcs-reuse': ['VPCS, then new NIO', 'vpcs', 'reuse', 'unconnected'],
  'plain-vpcs': ['old NIO, then VPCS', 'plain', 'vpcs', 'unconnected'],
  'reuse-vpcs': ['new NIO, then VPCS', 'reuse', 'vpcs', 'unconnected'],
  'vpcs-vpcs': ['VPCS, then VPCS', 'vpcs', 'vpcs', 'unconnected'],
  'foreign-plain': ['program on 0.0.0.0, then old NIO', 'foreign', 'plain', 'unconnected'],
  'foreign-reuse': ['program on 0.0.0.0, then new NIO', 'foreign', 'reuse', 'unconnected'],
  'loopback-plain': ['program on 127.0.0.1, then old NIO', 'foreign-loopback', 'plain', 'unconnected'],
  'loopback-reuse': ['program on 127.0.0.1, then new NIO', 'foreign-loopback', 'reuse', 'unconnected'],
  'foreign6-plain': ['program on [::], then old NIO of IPv4', 'foreign-ipv6', 'plain', 'unconnected', 'mixed'],
  'foreign6-reuse': ['program on [::], then new NIO of IPv4', 'foreign-ipv6', 'reuse', 'unconnected', 'mixed'],
  'ipv6-ipv4-plain': ['old NIO of IPv6, then old one of IPv4', 'plain', 'plain', 'different', 'mixed'],
  'ipv6-ipv4-reuse': ['new NIO of IPv6, then new one of IPv4', 'reuse', 'reuse', 'different', 'mixed'],
  'ipv6-reuse-different': ['new NIO, then new NIO, IPv6, two peers', 'reuse', 'reuse', 'different', 'ipv6'],
  'ipv6-reuse-identical': ['new NIO, then new NIO, IPv6, one peer', 'reuse', 'reuse', 'identical', 'ipv6'],
  'localhost-plain': ['old NIO on ::1, then one to localhost', 'plain', 'plain', 'different', 'localhost'],
  'localhost-reuse': ['new NIO on ::1, then one like it to localhost', 'reuse', 'reuse', 'identical', 'localhost'],
  'root-then-user': ["root's new NIO, then a user's, two peers", 'reuse', 'reuse', 'different', 'ipv4', 'root-first'],
  'user-then-root': ["a user's new NIO, then root's, two peers", 'reuse', 'reuse', 'different', 'ipv4', 'root-second'],
  'two-users': ['new NIOs of two users, two peers', 'reuse', 'reuse', 'different', 'ipv4', 'others'],
  'peer-port-zero': ['NIO whose peer has port 0', undefined, 'plain', 'port-zero'],
  'port-below-1024': ['NIO below port 1024, not as root', undefined, 'plain', 'none'],
} as const satisfies Record<string, Row>;

/** Every situation, in the order of a table. */
export const SITUATIONS: readonly Situation[] = (Object.entries(ROWS) as [SituationId, Row][]).map(
  ([id, [title, first, second, peers, family = 'ipv4', users = 'same']]) => ({
    id,
    title,
    ...(first === undefined ? {} : { first }),
    second,
    peers,
    family,
    users,
    ...(id === 'port-below-1024' ? { isPrivileged: true } : {}),
  }),
);

/** True if this is the id of a situation. */
export function isSituationId(text: string): text is SituationId {
  return Object.hasOwn(ROWS, text);
}

/** What is known of a system, or of one machine, for each situation. */
export interface KernelKnowledge {
  readonly system: OperatingSystem;
  answerTo(situation: SituationId): Answer;
}
