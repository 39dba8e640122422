import type { FateName } from '../../../output/picture/fate-look.ts';
import type { EndLook, LinkLook, Look, SocketLook } from '../../../output/picture/look.ts';
import { isWell, type LinkEnd, type LinkState, type ObservedLink } from '../link-table.ts';
import type { LinksResult } from '../result.ts';
import { type DrawnLink, drawnLinks, otherEnd } from './topology.ts';

/** What a picture shows of links as they were found. */
export function lookOfLinks(result: LinksResult): Look {
  const ends = new Map<string, EndLook>();
  const links = new Map<string, LinkLook>();
  for (const drawn of drawnLinks(result)) {
    const { link, node, tunnels } = drawn;
    links.set(node.id, { state: stateOf(link.state), verdict: [link.state, link.explanation].join('. ') });
    for (const [end, { id }] of endsOf(drawn)) {
      const own = tunnels.find(({ a }) => a.device === end.device && a.interface === end.interface);
      const tunnel = own?.b && { router: socketLook(own, own.a), tunnel: socketLook(own, own.b) };
      ends.set(id, { link: socketLook(link, end), ...tunnel, isLit: false });
    }
  }
  return { ends, links, hypervisors: new Map() };
}

function endsOf({ link, node }: DrawnLink): [LinkEnd, { readonly id: string }][] {
  const first: [LinkEnd, { readonly id: string }] = [link.a, node.a];
  return link.b === undefined ? [first] : [first, [link.b, node.b]];
}

function stateOf(state: LinkState): LinkLook['state'] {
  if (isWell(state)) return 'well';
  return state === 'UNKNOWN' || state === 'UNEXPECTED' ? 'unknown' : 'broken';
}

function socketLook(link: ObservedLink, end: LinkEnd): SocketLook {
  return { port: String(end.localPort), fate: fateOf(link, end), remark: link.state };
}

/** What becomes of the frames of one end, as far as the state of its link tells. */
function fateOf(link: ObservedLink, end: LinkEnd): FateName {
  const far = otherEnd(link, end);
  switch (link.state) {
    case 'ESTABLISHED':
    case 'IDLE':
      return 'peer';
    case 'UNKNOWN':
    case 'UNEXPECTED':
      return 'unknown';
    case 'SHARED':
      return sharedFate(link, end);
    case 'SELF':
      return end.present ? 'self' : 'refused';
    case 'ONE-WAY':
      return far?.packetsIn === undefined ? 'unknown' : far.packetsIn > 0 ? 'peer' : 'nobody';
    case 'STALLED':
      return far?.unread === undefined && end.unread !== undefined ? 'peer' : 'nobody';
    default:
      return end.present ? 'nobody' : 'refused';
  }
}

/** Of sockets with the same four values one gets all frames. */
function sharedFate({ receiver, a, b }: ObservedLink, end: LinkEnd): FateName {
  if (receiver === undefined) return 'unknown';
  if (isSame(receiver, end)) return 'self';
  return [a, b].some((one) => one !== undefined && isSame(receiver, one)) ? 'peer' : 'other';
}

function isSame(one: LinkEnd, other: LinkEnd): boolean {
  if (one.inode !== undefined && other.inode !== undefined) return one.inode === other.inode;
  return one.host === other.host && one.device === other.device && one.interface === other.interface;
}
