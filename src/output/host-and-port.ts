import { cutMiddle, widestOf } from './cut-text.ts';

/** Fewer columns than this say nothing of a host. */
const NARROWEST_HOST = 6;

/** `host:port` in two parts, the colon with the port; nothing for a cell that is no address, such as `-`. */
export function hostAndPort(cell: string): { host: string; port: string } | undefined {
  const [, host, port] = /^(.+)(:(?:\d+|\*))$/.exec(cell) ?? [];
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** Shorter forms of hosts, no two of them alike; those that are short enough stand for themselves. */
export type ShortHosts = ReadonlyMap<string, string>;

/** Hosts are not compared at more widths than this: there may be hundreds of thousands of them. */
const MOST_WIDTHS = 40;

/**
 * Hosts of at most `width` columns, cut in their middle; of more columns where two would look alike, or too
 * little would be left.
 */
export function shorterHosts(hosts: ReadonlySet<string>, width: number): ShortHosts {
  const narrowest = Math.max(width, NARROWEST_HOST);
  const longest = Math.min(widestOf(hosts), narrowest + MOST_WIDTHS);
  for (let columns = narrowest; columns < longest; columns++) {
    const short = cutHosts(hosts, columns);
    if (short !== undefined) return short;
  }
  return new Map();
}

/** Nothing if two look alike. */
function cutHosts(hosts: ReadonlySet<string>, columns: number): ShortHosts | undefined {
  const short = new Map<string, string>();
  const taken = new Set<string>();
  for (const host of hosts) {
    const cut = cutMiddle(host, columns);
    if (taken.has(cut)) return undefined;
    taken.add(cut);
    short.set(host, cut);
  }
  return short;
}
