import { plainAddress } from './address-text.ts';
import type { ParsedRows, RawRow } from './raw-rows.ts';
import type { SocketState } from './socket-table.ts';

/** The arguments that make ss print what `parseSs` reads: no header, TCP and UDP, all, numbers, with inodes. */
export const SS_ARGUMENTS = ['-H', '-t', '-u', '-n', '-a', '-e'];

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
    const row = parseLine(line);
    if (row !== undefined) {
      rows.push(row);
      continue;
    }
    unreadable++;
    example ??= line;
  }
  return { rows, unreadable, ...(example === undefined ? {} : { example }) };
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
  return {
    protocol: protocol as 'udp' | 'tcp',
    family,
    localAddress: addressText(local, family),
    localPort: portOf(localPort),
    remoteAddress: addressText(remote, family),
    remotePort: portOf(remotePort),
    state: STATES.get(state) ?? 'UNKNOWN',
    // For a listener these two are the backlog, which /proc does not tell.
    receiveQueue: state === 'LISTEN' ? 0 : Number(receiveQueue),
    sendQueue: state === 'LISTEN' ? 0 : Number(sendQueue),
    inode: Number(/(?:^| )ino:(\d+)/.exec(more)?.[1] ?? 0),
    age: 0,
  };
}

/** Nearly all rows of a lab have one of a few addresses. */
const known = new Map<string, string>();

/** More addresses than this are no lab, and are computed each time. */
const MAX_KNOWN = 1024;

function addressText(text: string, family: 4 | 6): string {
  const key = `${family}${text}`;
  let address = known.get(key);
  if (address === undefined) {
    address = computedAddress(text, family);
    if (known.size < MAX_KNOWN) known.set(key, address);
  }
  return address;
}

function computedAddress(text: string, family: 4 | 6): string {
  // A socket that is bound to an interface shows it: 127.0.0.53%lo, [fe80::1]%eth0.
  const address = text.replace(/%.*$/, '');
  if (address === '*') return family === 6 ? '::' : '0.0.0.0';
  return plainAddress(address.replace(/^\[|\]$/g, ''));
}

function portOf(text: string): number {
  return text === '*' ? 0 : Number(text);
}
