import { plainAddress, splitZone } from '../../core/address/ip-address.ts';
import { remembering } from '../../core/address/remembering.ts';
import { present } from '../../core/present.ts';
import type { SocketState } from '../../core/sockets/socket-table.ts';
import type { ParsedRows, RawRow } from './raw-rows.ts';

/**
 * The arguments that make ss print what `parseSs` reads: no header, TCP and UDP, all, numbers, with
 * inodes and memory.
 */
export const SS_ARGUMENTS = ['-H', '-t', '-u', '-n', '-a', '-e', '-m'];

const STATES: ReadonlyMap<string, SocketState> = new Map(
  Object.entries({
    ESTAB: 'ESTABLISHED',
    UNCONN: 'UNCONN',
    LISTEN: 'LISTEN',
    'SYN-SENT': 'SYN_SENT',
    'SYN-RECV': 'SYN_RECV',
    'FIN-WAIT-1': 'FIN_WAIT1',
    'FIN-WAIT-2': 'FIN_WAIT2',
    'TIME-WAIT': 'TIME_WAIT',
    CLOSED: 'CLOSE',
    'CLOSE-WAIT': 'CLOSE_WAIT',
    'LAST-ACK': 'LAST_ACK',
    CLOSING: 'CLOSING',
  } as const),
);

/**
 * A socket: its line, and the one below it with what is known of its memory,
 * `skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)`: the buffer for what comes in, and the drops. One
 * expression for both, since a table has tens of thousands: line by line takes half as long again.
 */
const SOCKET =
  /^(udp|tcp) +(\S+) +(\d+) +(\d+) +(\S+):(\d+|\*) +(\S+):(\d+|\*)(?: |$)(?:(?:[^\n]*? )?ino:(\d+))?[^\n]*(?:\n\t(?:[^\n]*?\bskmem:\(r\d+,rb(\d+),[^)\n]*,d(\d+)\))?[^\n]*)?/gm;

/** Reads what `ss` prints with `SS_ARGUMENTS`. A line that is no row is counted and passed over. */
export function parseSs(text: string): ParsedRows {
  const rows: RawRow[] = [];
  const between: string[] = [];
  let end = 0;
  for (const match of text.matchAll(SOCKET)) {
    if (match.index > end) between.push(text.slice(end, match.index));
    end = match.index + match[0].length + 1;
    rows.push(rowOf(match));
  }
  const lines = [...between, text.slice(end)].flatMap((part) => part.split('\n'));
  // What begins with a tab belongs to the line above.
  const others = lines.filter((line) => line !== '' && !line.startsWith('\t'));
  return present({ rows, unreadable: others.length, example: others[0] });
}

function rowOf(match: RegExpMatchArray): RawRow {
  const [, protocol, state = '', receiveQueue, sendQueue, local = '', localPort = '', ...more] = match;
  const [remote = '', remotePort = '', inode, receiveBuffer, drops] = more;
  // `*` is every address of both families: a socket of family 6 that is not bound to one of them.
  const family = local.startsWith('*') || local.includes('[') ? 6 : 4;
  const textOf = family === 6 ? ipv6Text : ipv4Text;
  const row: RawRow = {
    protocol: protocol as 'udp' | 'tcp',
    family,
    localAddress: textOf(local),
    localPort: portOf(localPort),
    remoteAddress: textOf(remote),
    remotePort: portOf(remotePort),
    state: STATES.get(state) ?? 'UNKNOWN',
    // For a listener these two are the backlog, which /proc does not tell.
    receiveQueue: state === 'LISTEN' ? 0 : Number(receiveQueue),
    sendQueue: state === 'LISTEN' ? 0 : Number(sendQueue),
    inode: Number(inode ?? 0),
    age: 0,
  };
  if (protocol === 'udp' && receiveBuffer !== undefined) {
    row.receiveBuffer = Number(receiveBuffer);
    row.drops = Number(drops);
  }
  return row;
}

const ipv4Text = remembering((text) => addressText(text, '0.0.0.0'));
const ipv6Text = remembering((text) => addressText(text, '::'));

function addressText(text: string, everyAddress: string): string {
  // A socket that is bound to an interface shows it: 127.0.0.53%lo, [fe80::1]%eth0.
  const { address } = splitZone(text);
  return address === '*' ? everyAddress : plainAddress(address.replace(/^\[|\]$/g, ''));
}

function portOf(text: string): number {
  return text === '*' ? 0 : Number(text);
}
