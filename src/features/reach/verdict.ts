import { present } from '../../core/present.ts';
import type { TcpResult } from '../../world/network/tcp.ts';
import type { HostEvidence, ResponderKnowledge, UdpEvidence } from './evidence.ts';
import type { ReachVerdict } from './result.ts';
import type { Protocol } from './transport-protocol.ts';

/**
 * Errors that something on the way has sent, or this host's own filter. Linux reports no softer ones for UDP
 * (RFC 1122 §4.1.3.3).
 */
const PROHIBITED = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'EHOSTDOWN', 'ENONET']);

/** The same, when this host itself has no way there. */
const NO_WAY: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'host-unreach',
  ENETUNREACH: 'net-unreach',
  EADDRNOTAVAIL: 'net-unreach',
};

/** What this host lacks, for any receiver: nothing has left it, and so nothing is known. */
const OWN_LACK = new Set(['ENOBUFS', 'ENOMEM', 'EMFILE', 'ENFILE', 'EINVAL', 'EAFNOSUPPORT']);

const REFUSED_FOR_RESPONDER = 'the responder has the port, so a firewall refuses';

/** What the evidence of a host proves about one of its ports. */
export function portVerdict(
  { protocol, port }: { readonly protocol: Protocol; readonly port: number },
  { tcp, udp, responder, isInterrupted }: HostEvidence,
): ReachVerdict {
  const connection = protocol === 'tcp' ? tcp.get(port) : undefined;
  if (connection !== undefined) return tcpVerdict(port, connection, responder);
  const evidence = protocol === 'udp' ? udp.get(port) : undefined;
  if (evidence !== undefined) return udpVerdict(port, evidence, responder);
  return { state: 'not tried', reason: isInterrupted ? 'interrupted' : 'sample' };
}

/** What the evidence of a UDP port proves. Never `open` unless something has come back from it. */
export function udpVerdict(port: number, evidence: UdpEvidence, responder: ResponderKnowledge): ReachVerdict {
  switch (evidence.kind) {
    case 'responder':
      return { state: 'open', reason: 'responder' };
    case 'datagram':
      return { state: 'open', reason: 'udp-response' };
    case 'interrupted':
      return { state: 'not tried', reason: 'interrupted' };
    case 'error':
      return errorVerdict(evidence, responder.holds('udp', port) === true);
    case 'silence':
      return silenceVerdict(port, responder);
  }
}

/** Silence proves nothing, unless the responder is heard and says what it has received, or holds the port. */
function silenceVerdict(port: number, { isHeard, holds, receipt }: ResponderKnowledge): ReachVerdict {
  const told = isHeard ? receipt(port) : undefined;
  if (told !== undefined && told.received > 0) {
    return told.answered > 0
      ? { state: 'filtered', reason: 'lost-back' }
      : { state: 'open|filtered', reason: 'not-answered' };
  }
  if (!isHeard || holds('udp', port) === false) return { state: 'open|filtered', reason: 'no-response' };
  return { state: 'filtered', reason: told === undefined ? 'no-response' : 'lost-there' };
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
      ? { state: 'filtered', reason: 'admin-prohibited', detail: 'a firewall on this host does not let it out' }
      : { state: 'filtered', reason: 'admin-prohibited' };
  }
  return { state: 'filtered', reason: code.toLowerCase() };
}

/** What a TCP connection proves. */
export function tcpVerdict(port: number, { state, reason }: TcpResult, { holds }: ResponderKnowledge): ReachVerdict {
  if (state === 'open') {
    const isOfResponder = holds('tcp', port) === true || undefined;
    return present({ state: 'open' as const, reason, isOfResponder });
  }
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
