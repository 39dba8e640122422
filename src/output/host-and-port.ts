import { widthOf } from './cut-text.ts';

/** Fewer columns than this say nothing of a host. */
const NARROWEST_HOST = 6;

/** `host:port` in two parts, the colon with the port; nothing for a cell that is no address, such as `-`. */
export function hostAndPort(cell: string): { host: string; port: string } | undefined {
  const [, host, port] = /^(.+)(:(?:\d+|\*))$/.exec(cell) ?? [];
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** Shorter forms of hosts, no two of them alike; those that are short enough stand for themselves. */
export type ShortHosts = ReadonlyMap<string, string>;

/**
 * Hosts of at most `width` columns, cut in their middle; of more columns where two would look alike, or too
 * little would be left.
 */
export function shorterHosts(hosts: ReadonlySet<string>, width: number): ShortHosts {
  const longest = Math.max(0, ...[...hosts].map(widthOf));
  for (let columns = Math.max(width, NARROWEST_HOST); columns < longest; columns++) {
    const short = new Map([...hosts].map((host) => [host, middleCut(host, columns)]));
    if (new Set(short.values()).size === hosts.size) return short;
  }
  return new Map();
}

function middleCut(host: string, columns: number): string {
  if (widthOf(host) <= columns) return host;
  const characters = [...host];
  const tail = Math.floor((columns - 1) / 2);
  let [start, end] = ['', ''];
  for (const character of characters) {
    if (widthOf(start + character) > columns - 1 - tail) break;
    start += character;
  }
  for (const character of characters.reverse()) {
    if (widthOf(character + end) > tail) break;
    end = character + end;
  }
  return `${start}…${end}`;
}
