import type { TcpResult } from '../../world/network/tcp.ts';
import type { Receipt } from './receipts.ts';
import type { Protocol } from './transport-protocol.ts';

/** What came back from one UDP port. What that proves is decided in verdict.ts. */
export type UdpEvidence =
  /** The responder, which knows the token. */
  | { readonly kind: 'responder' }
  /** Somebody, with whatever it was. */
  | { readonly kind: 'datagram' }
  /** An ICMP error, or one of this host's own: `isOwn`. */
  | { readonly kind: 'error'; readonly code: string; readonly isOwn: boolean }
  | { readonly kind: 'silence' }
  | { readonly kind: 'interrupted' };

/** What is known about the responder of a host. */
export interface ResponderKnowledge {
  /** It has answered on some port. */
  readonly isHeard: boolean;
  /** Whether it holds a port; undefined if it could not be asked. */
  readonly holds: (protocol: Protocol, port: number) => boolean | undefined;
  /** What it has received of this run on a UDP port that stayed silent; undefined if it does not tell. */
  readonly receipt: (port: number) => Receipt | undefined;
}

/** What came back from the ports of one host. Ports that nothing was sent to are missing. */
export interface HostEvidence {
  readonly tcp: ReadonlyMap<number, TcpResult>;
  readonly udp: ReadonlyMap<number, UdpEvidence>;
  readonly responder: ResponderKnowledge;
  readonly isInterrupted: boolean;
}
