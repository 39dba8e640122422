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

const LINE = /^(udp|tcp) +(\S+) +(\d+) +(\d+) +(\S+):(\d+|\*) +(\S+):(\d+|\*)(?: |$)(.*)$/;

/** Reads what `ss` prints with `SS_ARGUMENTS`. A line that is no row is counted and passed over. */
export function parseSs(text: string): ParsedRows {
  const rows: RawRow[] = [];
  let unreadable = 0;
  let example: string | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const last = rows.at(-1);
    // What is known of the memory of a socket stands on a line of its own below it.
    if (line.startsWith('\t') && last !== undefined) {
      setMemory(last, line);
      continue;
    }
    const row = parseLine(line);
    if (row !== undefined) {
      rows.push(row);
      continue;
    }
    unreadable++;
    example ??= line;
  }
  return present({ rows, unreadable, example });
}

function parseLine(line: string): RawRow | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [
    ,
    protocol,
    state = '',
    receiveQueue,
    sendQueue,
    local = '',
    localPort = '',
    remote = '',
    remotePort = '',
    more = '',
  ] = match;
  // `*` is every address of both families: a socket of family 6 that is not bound to one of them.
  const family = local.startsWith('*') || local.includes('[') ? 6 : 4;
  const textOf = family === 6 ? ipv6Text : ipv4Text;
  return {
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
    inode: Number(/(?:^| )ino:(\d+)/.exec(more)?.[1] ?? 0),
    age: 0,
  };
}

/** `skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)`: the buffer for what comes in, and the drops. */
function setMemory(row: RawRow, line: string): void {
  const match = row.protocol === 'udp' ? /\bskmem:\(r\d+,rb(\d+),[^)]*,d(\d+)\)/.exec(line) : null;
  if (match === null) return;
  row.receiveBuffer = Number(match[1]);
  row.drops = Number(match[2]);
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
