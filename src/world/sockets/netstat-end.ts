import { isIp, plainAddress, splitZone } from '../../core/address/ip-address.ts';
import type { SocketState } from '../../core/sockets/socket-table.ts';

/** One end of a socket. */
export interface NetstatEnd {
  readonly address: string;
  /** 0 for none. */
  readonly port: number;
}

/**
 * Reads `127.0.0.1.10000` (macOS, `.`), `127.0.0.1:10000` and `[fe80::1%16]:1900` (Windows, `:`), with `*`
 * for every address or no port. Undefined for what is no end.
 */
export function netstatEnd(text: string, separator: '.' | ':', family: 4 | 6): NetstatEnd | undefined {
  const at = text.lastIndexOf(separator);
  if (at < 0) return undefined;
  const address = addressOf(text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), family);
  const port = portOf(text.slice(at + 1));
  return address === undefined || port === undefined ? undefined : { address, port };
}

function addressOf(text: string, family: 4 | 6): string | undefined {
  if (text === '*') return family === 6 ? '::' : '0.0.0.0';
  // The interface of a link-local address is written behind it: fe80::1%lo0.
  const { address } = splitZone(text);
  return isIp(address) ? plainAddress(address) : undefined;
}

function portOf(text: string): number | undefined {
  if (text === '*') return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

/** A process id as both systems have them, 32 bits; undefined for none, and for what is no id. */
export function processId(text: string | undefined): number | undefined {
  const pid = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return pid > 0 && pid <= 0xffff_ffff ? pid : undefined;
}

/** The words of both systems, in English and, for Windows, in German; others are not known. */
const STATES: ReadonlyMap<string, SocketState> = new Map([
  ['ESTABLISHED', 'ESTABLISHED'],
  ['HERGESTELLT', 'ESTABLISHED'],
  ['LISTEN', 'LISTEN'],
  ['LISTENING', 'LISTEN'],
  ['SYN_SENT', 'SYN_SENT'],
  ['SYN_GESENDET', 'SYN_SENT'],
  ['SYN_RECV', 'SYN_RECV'],
  ['SYN_RCVD', 'SYN_RECV'],
  ['SYN_RECEIVED', 'SYN_RECV'],
  ['FIN_WAIT_1', 'FIN_WAIT1'],
  ['FIN_WAIT_2', 'FIN_WAIT2'],
  ['TIME_WAIT', 'TIME_WAIT'],
  ['WARTEND', 'TIME_WAIT'],
  ['CLOSED', 'CLOSE'],
  ['CLOSE_WAIT', 'CLOSE_WAIT'],
  ['SCHLIESSEN_WARTEN', 'CLOSE_WAIT'],
  ['LAST_ACK', 'LAST_ACK'],
  ['CLOSING', 'CLOSING'],
]);

/** The state that a word of netstat means; `UNKNOWN` for one that is not known. */
export function stateOfWord(word: string): SocketState {
  return STATES.get(word.toUpperCase()) ?? 'UNKNOWN';
}
