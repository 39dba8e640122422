import { familyOf } from '../../core/address/ip-address.ts';
import { filterOf } from '../../core/filter/filter.ts';
import { LINK_STATES, type LinkEnd, type ObservedLink } from './link-table.ts';
import type { LinksOptions } from './options.ts';
import type { SocketSummary } from './result.ts';

/** What of the links and sockets is listed. Links are judged before, so that it changes no judgement. */
export interface Selection {
  readonly hasLink: (link: ObservedLink) => boolean;
  readonly hasSocket: (socket: SocketSummary) => boolean;
}

const EVERYTHING: Selection = { hasLink: () => true, hasSocket: () => true };

/** What a family and a filter select; throws an `InputError` if the filter cannot be read. */
export function selectionOf({ family, filter }: Pick<LinksOptions, 'family' | 'filter'>): Selection {
  if (family === undefined && filter === undefined) return EVERYTHING;
  const matches = filterOf(filter, LINK_STATES);
  return {
    hasLink: (link) => {
      const ends = endsOf(link);
      return isOfFamily(ends, family) && matches({ state: link.state, link: link.name, ends });
    },
    hasSocket: (socket) =>
      (family === undefined || socket.family === family) && matches({ state: socket.state, ends: [socket] }),
  };
}

function endsOf({ a, b, also, holder }: ObservedLink): LinkEnd[] {
  return [a, b, holder, ...also].filter((end) => end !== undefined);
}

function isOfFamily(ends: readonly LinkEnd[], family: 4 | 6 | undefined): boolean {
  if (family === undefined) return true;
  return ends.some(({ present, localAddress }) => present && familyOf(localAddress) === family);
}
