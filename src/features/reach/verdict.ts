import type { TcpResult } from '../../world/network/tcp.ts';
import type { Protocol } from './live/protocol.ts';
import type { UdpEvidence } from './live/udp-port.ts';

/** nmap's states, and `not tried` for a port that nothing was sent to. */
export type ReachState = 'open' | 'closed' | 'filtered' | 'unfiltered' | 'open|filtered' | 'not tried';

/** A state with what it rests on, in nmap's words where nmap has one. */
export interface ReachVerdict {
  readonly state: ReachState;
  readonly reason: string;
  /** What more is known, in a sentence. */
  readonly detail?: string;
}

/** What is known about the responder of a host. */
export interface ResponderKnowledge {
  /** It has answered on some port. */
  readonly isHeard: boolean;
  /** Whether it holds a port; undefined if it could not be asked. */
  readonly holds: (protocol: Protocol, port: number) => boolean | undefined;
}

/** Errors that somebody on the way has sent, or this host's own filter. Linux reports no softer ones for UDP (RFC 1122 §4.1.3.3). */
const PROHIBITED = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'EHOSTDOWN', 'ENONET']);

/** The same, when this host itself has no way there. */
const NO_WAY: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'host-unreach',
  ENETUNREACH: 'net-unreach',
  EADDRNOTAVAIL: 'net-unreach',
};

/** What this host lacks, whoever it is that it wants to send to: nothing has left it, and so nothing is known. */
const OWN_LACK = new Set(['ENOBUFS', 'ENOMEM', 'EMFILE', 'ENFILE', 'EINVAL', 'EAFNOSUPPORT']);

const REFUSED_FOR_RESPONDER = 'the responder has the port: a firewall refuses for it';

/** What the evidence of a UDP port proves. Never `open` unless something has come back from it. */
export function udpVerdict(port: number, evidence: UdpEvidence, { isHeard, holds }: ResponderKnowledge): ReachVerdict {
  switch (evidence.kind) {
    case 'responder':
      return { state: 'open', reason: 'responder' };
    case 'datagram':
      return { state: 'open', reason: 'udp-response' };
    case 'interrupted':
      return { state: 'not tried', reason: 'interrupted' };
    case 'error':
      return errorVerdict(evidence, holds('udp', port) === true);
    case 'silence':
      // Silence of a port that nobody is known to answer on proves nothing.
      return isHeard && holds('udp', port) !== false
        ? { state: 'filtered', reason: 'no-response' }
        : { state: 'open|filtered', reason: 'no-response' };
  }
}

function errorVerdict({ code, isOwn }: { code: string; isOwn: boolean }, isHeld: boolean): ReachVerdict {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') {
    return isHeld
      ? { state: 'filtered', reason: 'port-unreach', detail: REFUSED_FOR_RESPONDER }
      : { state: 'closed', reason: 'port-unreach' };
  }
  if (OWN_LACK.has(code)) return { state: 'not tried', reason: code };
  const noWay = isOwn ? NO_WAY[code] : undefined;
  if (noWay !== undefined) return { state: 'filtered', reason: noWay };
  if (PROHIBITED.has(code)) {
    return isOwn
      ? { state: 'filtered', reason: 'admin-prohibited', detail: 'a firewall of this host keeps it from being sent' }
      : { state: 'filtered', reason: 'admin-prohibited' };
  }
  return { state: 'filtered', reason: code.toLowerCase() };
}

/** What a TCP connection proves. */
export function tcpVerdict(port: number, { state, reason }: TcpResult, { holds }: ResponderKnowledge): ReachVerdict {
  if (state === 'open') return { state: 'open', reason };
  if (state === 'refused') {
    return holds('tcp', port) === true
      ? { state: 'filtered', reason, detail: REFUSED_FOR_RESPONDER }
      : { state: 'closed', reason };
  }
  if (state === 'interrupted') return { state: 'not tried', reason };
  // `dial` names what nmap has no word for by its code in lower case.
  const code = reason.toUpperCase();
  return OWN_LACK.has(code) ? { state: 'not tried', reason: code } : { state: 'filtered', reason };
}
