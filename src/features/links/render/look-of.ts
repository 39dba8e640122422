import { FATE_NAME_OF } from '../../../output/picture/fate-look.ts';
import { type EndLook, type LinkLook, type Look, type SocketLook, stateOfFates } from '../../../output/picture/look.ts';
import { LINK_STATE_FATES } from '../link-fates.ts';
import type { LinkEnd, ObservedLink } from '../link-table.ts';
import type { LinksResult } from '../result.ts';
import { endFate } from './end-fate.ts';
import { type DrawnLink, drawnLinks } from './topology.ts';

/** What a picture shows of links as they were found. */
export function lookOfLinks(result: LinksResult): Look {
  const ends = new Map<string, EndLook>();
  const links = new Map<string, LinkLook>();
  for (const drawn of drawnLinks(result)) {
    const { link, node, tunnels } = drawn;
    links.set(node.id, {
      state: stateOfFates(LINK_STATE_FATES[link.state]),
      verdict: [link.state, link.explanation].join('. '),
    });
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

/** An end without a socket sends nothing, unless nobody could look for it. */
function socketLook(link: ObservedLink, end: LinkEnd): SocketLook {
  const absent = link.state === 'UNKNOWN' || link.absence?.why === 'hidden' ? 'unknown' : 'refused';
  const fate = end.present ? FATE_NAME_OF[endFate(end, link).fate] : absent;
  return { port: String(end.localPort), fate, remark: link.state };
}
