import { familyOf } from '../../core/address/ip-address.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { LinkEnd, ObservedLink } from './link-table.ts';
import type { LinksOptions } from './options.ts';
import type { SocketSummary } from './result.ts';
import { type Filter, FilterError, parseFilter } from './socket-filter.ts';

/** What of the links and sockets is listed. Links are judged before, so that it changes no judgement. */
export interface Selection {
  readonly hasLink: (link: ObservedLink) => boolean;
  readonly hasSocket: (socket: SocketSummary) => boolean;
}

/** What a family and a filter select; throws an `InputError` if the filter cannot be read. */
export function selectionOf({ family, filter }: Pick<LinksOptions, 'family' | 'filter'>): Selection {
  const matches = filterOf(filter);
  return {
    hasLink: (link) => {
      const ends = endsOf(link);
      return isOfFamily(ends, family) && matches({ state: link.state, link: link.name, ends });
    },
    hasSocket: (socket) =>
      (family === undefined || socket.family === family) && matches({ state: socket.state, ends: [socket] }),
  };
}

function filterOf(text: string | undefined): Filter {
  if (text === undefined) return () => true;
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const next = "filters are like ss's: sport = :10000 and dst 127.0.0.1, state shared";
    throw new InputError('BAD_FILTER', `the filter cannot be read: ${error.message}`, { next });
  }
}

function endsOf({ a, b, also, holder }: ObservedLink): LinkEnd[] {
  return [a, b, holder, ...also].filter((end) => end !== undefined);
}

function isOfFamily(ends: readonly LinkEnd[], family: 4 | 6 | undefined): boolean {
  if (family === undefined) return true;
  return ends.some(({ present, localAddress }) => present && familyOf(localAddress) === family);
}
