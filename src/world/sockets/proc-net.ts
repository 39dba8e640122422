import { addressOfBytes } from '../../core/address/ip-address.ts';
import { remembering } from '../../core/address/remembering.ts';
import { present } from '../../core/present.ts';
import type { SocketState } from '../../core/sockets/socket-table.ts';
import type { ParsedRows, RawRow } from './raw-rows.ts';

/** The numbers of include/net/tcp_states.h; UDP uses the first and the seventh. */
const STATES: readonly SocketState[] = [
  'UNKNOWN',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'SYN_RECV',
];

/** slot: local remote state tx:rx timer:when retransmits uid timeout inode reference pointer drops … */
const LINE =
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) \S+ \S+ +\d+ +\d+ (\d+)(?: |$)(.*)$/;

/**
 * Reads /proc/net/udp, udp6, tcp or tcp6. Addresses stand there as words of the host's own byte order
 * (docs/FACTS.md, "Socket tables on Linux"). A line that is cut off, or is no row, is counted and passed
 * over.
 */
export function parseProcNet(text: string, protocol: 'udp' | 'tcp', isLittleEndian = true): ParsedRows {
  const addressText = isLittleEndian ? fromLittleEndian : fromBigEndian;
  const rows: RawRow[] = [];
  // The kernel may give a row twice when others come and go while it is read.
  const seen = new Set<string>();
  let unreadable = 0;
  let example: string | undefined;
  for (const line of text.split('\n')) {
    if (line === '' || /^ *sl /.test(line)) continue;
    const match = LINE.exec(line);
    if (match === null) {
      unreadable++;
      example ??= line;
      continue;
    }
    const [
      ,
      local = '',
      localPort = '',
      remote = '',
      remotePort = '',
      state = '',
      sent = '',
      received = '',
      inode = '',
      more = '',
    ] = match;
    const key = `${inode} ${local}:${localPort} ${remote}:${remotePort} ${state}`;
    if (inode !== '0' && seen.has(key)) continue;
    seen.add(key);
    rows.push({
      protocol,
      family: local.length === 8 ? 4 : 6,
      localAddress: addressText(local),
      localPort: Number.parseInt(localPort, 16),
      remoteAddress: addressText(remote),
      remotePort: Number.parseInt(remotePort, 16),
      state: stateOf(Number.parseInt(state, 16), protocol),
      receiveQueue: Number.parseInt(received, 16),
      sendQueue: Number.parseInt(sent, 16),
      inode: Number(inode),
      age: 0,
      ...dropsOf(more, protocol),
    });
  }
  return present({ rows, unreadable, example });
}

/** UDP has three more columns: references, a pointer, and the drops. */
function dropsOf(more: string, protocol: 'udp' | 'tcp'): Pick<RawRow, 'drops'> {
  const drops = protocol === 'udp' ? /^\d+ \S+ (\d+)/.exec(more)?.[1] : undefined;
  return present({ drops: drops === undefined ? undefined : Number(drops) });
}

function stateOf(number: number, protocol: 'udp' | 'tcp'): SocketState {
  const state = STATES[number] ?? 'UNKNOWN';
  // A UDP socket that is not connected has the state that closed TCP connections have.
  return protocol === 'udp' && state === 'CLOSE' ? 'UNCONN' : state;
}

const fromLittleEndian = remembering((hex) => {
  const bytes = Buffer.from(hex, 'hex');
  for (let word = 0; word < bytes.length; word += 4) bytes.subarray(word, word + 4).reverse();
  return addressOfBytes(bytes);
});

const fromBigEndian = remembering((hex) => addressOfBytes(Buffer.from(hex, 'hex')));
