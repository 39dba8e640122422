import type { NioEnd } from './lab.ts';

/**
 * One name for all spellings of an interface, as Dynagen compares them: the first letter of the type, slot
 * and port, a missing slot being slot 0 (`FastEthernet0/1` → `f0/1`, `fa0/1` → `f0/1`, `e1` → `e0/1`). A
 * switch port is its number.
 */
export function canonicalInterface(name: string): string {
  const match = /^([a-z])[a-z-]*(\d+)(?:\/(\d+))?/i.exec(name);
  if (match === null) return /^\d+$/.test(name) ? String(Number(name)) : name.toLowerCase();
  const [, letter = '', first, second] = match;
  return second === undefined
    ? `${letter.toLowerCase()}0/${Number(first)}`
    : `${letter.toLowerCase()}${Number(first)}/${Number(second)}`;
}

/** The NIO types that Dynagen accepts on the right-hand side of a link. */
const NIO_TYPES = new Set(['nio_udp', 'nio_linux_eth', 'nio_gen_eth', 'nio_tap', 'nio_unix', 'nio_vde', 'nio_null']);

/** What stands behind `NIO_udp:`. */
const UDP_NIO = /^(\d{1,9}):(\S+):(\d{1,9})$/;

/** True if `text` is meant to be an explicit NIO, well-formed or not. */
export function looksLikeNio(text: string): boolean {
  return /^nio_/i.test(text);
}

/**
 * Reads an explicit NIO such as `NIO_udp:30000:127.0.0.1:20000`. Everything behind the type is kept as
 * written. Returns the reason as a string when it is malformed.
 */
export function parseNio(text: string): NioEnd | string {
  const colon = text.indexOf(':');
  const type = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase();
  if (!NIO_TYPES.has(type)) return `unknown NIO type "${type}"; known are ${[...NIO_TYPES].join(', ')}`;
  if (type === 'nio_null') return { type: 'nio', text };
  const argument = colon < 0 ? '' : text.slice(colon + 1);
  if (argument === '') return `${type} needs an argument, as in ${type}:…`;
  if (type !== 'nio_udp') return { type: 'nio', text };
  const match = UDP_NIO.exec(argument);
  if (!match) {
    const closed = argument.replace(/\s+/g, '');
    if (UDP_NIO.test(closed)) return `remove the spaces, and write NIO_udp:${closed}`;
    return 'a UDP NIO is written NIO_udp:LOCAL_PORT:REMOTE_HOST:REMOTE_PORT';
  }
  return {
    type: 'nio',
    text,
    udp: { localPort: Number(match[1]), remoteHost: match[2] as string, remotePort: Number(match[3]) },
  };
}
