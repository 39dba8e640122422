import { netstatEnd, processId, stateOfWord } from './netstat-end.ts';
import type { RawRow, RowStore } from './raw-rows.ts';

/** The state of TCP may be several words in some language; UDP has none. */
const ROW = /^ *(UDP|TCP) +(\S+) +(\S+)(?: +(.*?))? *$/;

/**
 * Reads `netstat -ano` of Windows line by line into a store. Headings and states are in the language of the
 * system, protocols and numbers are not (docs/FACTS.md, "Socket tables on Windows and macOS"). Sockets
 * without a port are left out.
 */
export class WindowsNetstatReader {
  /** True if some UDP socket was shown with a peer. */
  showsPeers = false;
  private readonly store: RowStore;

  constructor(store: RowStore) {
    this.store = store;
  }

  line(line: string): void {
    const match = ROW.exec(line);
    if (match === null) {
      // What else it prints are headings, which no digit of an address is in.
      if (/\d:\d|\]:/.test(line)) this.store.addUnreadable(line);
      return;
    }
    const [, word, local = '', foreign = '', rest = ''] = match;
    const family = local.startsWith('[') ? 6 : 4;
    const here = netstatEnd(local, ':', family);
    const there = netstatEnd(foreign, ':', family);
    const cells = rest.split(/ +/);
    const last = cells.at(-1) ?? '';
    if (here === undefined || there === undefined || !/^-?\d+$/.test(last)) {
      this.store.addUnreadable(line);
      return;
    }
    if (here.port === 0) return;
    const isUdp = word === 'UDP';
    if (isUdp && there.port > 0) this.showsPeers = true;
    const state = isUdp ? (there.port > 0 ? 'ESTABLISHED' : 'UNCONN') : tcpState(cells.slice(0, -1), there.port);
    const pid = processId(last);
    this.store.add({
      ...{ protocol: isUdp ? 'udp' : 'tcp', family, state },
      ...{ localAddress: here.address, localPort: here.port },
      ...{ remoteAddress: there.address, remotePort: there.port },
      ...{ receiveQueue: 0, sendQueue: 0, inode: 0, age: 0 },
      // A connection that waits for its time lives on in the kernel alone.
      ...(pid !== undefined ? { pid } : state === 'TIME_WAIT' ? {} : { unknownOwner: 'not told' as const }),
    });
  }
}

/** A listener is known in every language: it alone has no foreign port. */
function tcpState(words: readonly string[], remotePort: number): RawRow['state'] {
  const state = stateOfWord(words.join('_'));
  return state === 'UNKNOWN' && remotePort === 0 ? 'LISTEN' : state;
}
