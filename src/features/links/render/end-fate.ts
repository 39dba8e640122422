import type { Fate } from '../../../core/words/fate.ts';
import type { LinkEnd, LinkState, ObservedLink } from '../link-table.ts';

/** What becomes of the frames of one end, as far as the state of its link tells. */
export interface EndFate {
  readonly fate: Fate;
  /** The end where they come out, if that is neither this one nor its peer. */
  readonly receiver?: LinkEnd;
}

/** Of a link of which both ends tell the same. */
const OF_STATE: Readonly<Partial<Record<LinkState, Fate>>> = {
  SELF: 'comes back',
  FOREIGN: 'lost',
  CROSSED: 'lost',
  'HALF-OPEN': 'lost',
  'UNREACHABLE?': 'lost',
  IDLE: 'arrives',
  ESTABLISHED: 'arrives',
};

/** For an end whose socket is there; one without a socket sends nothing. */
export function endFate(end: LinkEnd, link: ObservedLink): EndFate {
  switch (link.state) {
    case 'SHARED':
      return sharedFate(end, link);
    case 'STALLED':
      // Who reads nothing may send nothing as well.
      return { fate: end.unread === undefined ? 'lost' : 'not known' };
    case 'ONE-WAY':
      return { fate: oneWayFate(end, link) };
    default:
      return { fate: OF_STATE[link.state] ?? 'not known' };
  }
}

/** Of several sockets on a port one receives: who sends to that port sends to it. */
function sharedFate(end: LinkEnd, link: ObservedLink): EndFate {
  const { receiver } = link;
  if (receiver === undefined) return { fate: 'not known' };
  const peer = peerOf(end, link);
  if (end.remotePort !== receiver.localPort || (peer ?? end).host !== receiver.host) {
    return { fate: peer?.present === true ? 'arrives' : 'lost' };
  }
  if (isOneSocket(end, receiver)) return { fate: 'comes back' };
  return peer !== undefined && isOneSocket(peer, receiver) ? { fate: 'arrives' } : { fate: 'goes astray', receiver };
}

/** What passes in one direction only is lost in the other one, if it is known which that is. */
function oneWayFate(end: LinkEnd, link: ObservedLink): Fate {
  if (isUnheard(end, link)) return 'lost';
  const peer = peerOf(end, link);
  return peer !== undefined && isUnheard(peer, link) ? 'arrives' : 'not known';
}

/** True if an end sends to port 0, or its peer, which is read, has received nothing. */
function isUnheard(end: LinkEnd, link: ObservedLink): boolean {
  const peer = peerOf(end, link);
  if (end.remotePort === 0) return true;
  return peer?.remotePort !== 0 && peer?.packetsIn === 0;
}

function peerOf(end: LinkEnd, { a, b }: ObservedLink): LinkEnd | undefined {
  return end === a ? b : a;
}

function isOneSocket(one: LinkEnd, other: LinkEnd): boolean {
  const values = ({ host, pid, inode, localAddress, localPort, remoteAddress, remotePort }: LinkEnd): string =>
    [host, pid, inode, localAddress, localPort, remoteAddress, remotePort].join(' ');
  return one.present && other.present && values(one) === values(other);
}
