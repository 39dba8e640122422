import { addressOfBytes } from '../../core/address/ip-address.ts';
import { remembering } from '../../core/address/remembering.ts';
import { present } from '../../core/present.ts';
import type { SocketState } from '../../core/sockets/socket-table.ts';
import { type ParsedRows, type RawRow, RowStore } from './raw-rows.ts';

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
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) \S+ \S+ +\d+ +\d+ (\d{1,15})(?: |$)(.*)$/;

/**
 * Reads /proc/net/udp, udp6, tcp or tcp6, line by line, into a store. Addresses stand there as words of the
 * host's own byte order (docs/FACTS.md, "Socket tables on Linux"). A line that is cut off, or is no row, is
 * counted and passed over.
 */
export class ProcNetReader {
  private readonly store: RowStore;
  private readonly protocol: 'udp' | 'tcp';
  private readonly addressText: (hex: string) => string;
  /** The kernel may give a row twice when others come and go while it is read. */
  private readonly seen = new Set<string>();

  constructor(store: RowStore, protocol: 'udp' | 'tcp', isLittleEndian = true) {
    this.store = store;
    this.protocol = protocol;
    this.addressText = isLittleEndian ? fromLittleEndian : fromBigEndian;
  }

  line(line: string): void {
    if (line === '' || /^ *sl /.test(line)) return;
    const match = LINE.exec(line);
    if (match === null) {
      this.store.addUnreadable(line);
      return;
    }
    const { protocol, addressText } = this;
    const [, local = '', localPort = '', remote = '', remotePort = '', state = ''] = match;
    const [sent = '', received = '', inode = '', more = ''] = match.slice(6);
    const row: RawRow = {
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
    };
    if (this.store.isFullFor(row)) {
      this.store.leaveOut(row);
      return;
    }
    const key = `${inode} ${local}:${localPort} ${remote}:${remotePort} ${state}`;
    if (inode !== '0' && this.seen.has(key)) return;
    this.seen.add(key);
    this.store.add(row);
  }
}

/** The same of a whole file. */
export function parseProcNet(text: string, protocol: 'udp' | 'tcp', isLittleEndian = true): ParsedRows {
  const store = new RowStore();
  const reader = new ProcNetReader(store, protocol, isLittleEndian);
  for (const line of text.split('\n')) reader.line(line);
  return store.parsed();
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
