import type { SocketState } from '../../core/sockets/socket-table.ts';
import { netstatEnd, processId, stateOfWord } from './netstat-end.ts';
import type { RawRow, RowStore } from './raw-rows.ts';

/** The columns that every release has; those behind them are read by their names. */
const FIXED = ['Proto', 'Recv-Q', 'Send-Q', 'Local', 'Foreign', '(state)'];

/** `udp46` is a socket of family 6 that takes IPv4 too. */
const ROW = /^(udp|tcp)(4|6|46) +(\d{1,10}) +(\d{1,10}) +(\S+) +(\S+)(?: +([A-Z][A-Z0-9_]*))?(?: +(.*))?$/;

/** The columns behind the state: what is in front of the owner, whether there is one, what is behind it. */
interface Layout {
  readonly front: readonly string[];
  /** One column with number alone, or one with name and number; undefined up to network_cmds-433. */
  readonly owner: 'pid' | 'process:pid' | undefined;
  readonly back: readonly string[];
}

const NO_LAYOUT: Layout = { front: [], owner: undefined, back: [] };

/**
 * Reads `netstat -anvl` of macOS line by line into a store: the columns by their header, which differ between
 * releases (docs/FACTS.md, "Socket tables on Windows and macOS"). Sockets without a port are left out: nobody
 * can send to them.
 */
export class MacNetstatReader {
  /** True if a table had a column for the owners. */
  hasOwners = false;
  private readonly store: RowStore;
  private layout = NO_LAYOUT;
  /** The number of each socket in the order in which they were made, as far as the system tells it. */
  private readonly numbers = new Map<RawRow, bigint>();

  constructor(store: RowStore) {
    this.store = store;
  }

  line(line: string): void {
    if (/^Proto +Recv-Q /.test(line)) this.layout = layoutOf(line);
    else if (/^(udp|tcp)/.test(line)) this.row(line);
    else if (line !== '' && !line.startsWith('Active ')) this.store.addUnreadable(line);
    this.hasOwners ||= this.layout.owner !== undefined;
  }

  /**
   * Puts the newest of the sockets first, by the number that each got when it was made; a release without
   * numbers lists them so already (source XNU, `in_pcb.c`).
   */
  sort(): void {
    this.store.rows.sort((a, b) => {
      const [first, second] = [this.numbers.get(a) ?? 0n, this.numbers.get(b) ?? 0n];
      return first < second ? 1 : first > second ? -1 : 0;
    });
  }

  private row(line: string): void {
    const [, protocol = '', suffix, received = '', sent = '', local = '', foreign = '', word, rest = ''] =
      ROW.exec(line) ?? [];
    const family = suffix === '4' ? 4 : 6;
    const here = netstatEnd(local, '.', family);
    const there = netstatEnd(foreign, '.', family);
    const more = cells(rest, this.layout);
    if (here === undefined || there === undefined || more === undefined) {
      this.store.addUnreadable(line);
      return;
    }
    if (here.port === 0) return;
    const isUdp = protocol === 'udp';
    const state = isUdp ? (there.port > 0 ? 'ESTABLISHED' : 'UNCONN') : stateOfWord(word ?? '');
    const row: RawRow = {
      ...{ protocol: isUdp ? 'udp' : 'tcp', family, state },
      ...{ localAddress: here.address, localPort: here.port },
      ...{ remoteAddress: there.address, remotePort: there.port },
      ...{ receiveQueue: Number(received), sendQueue: Number(sent), inode: 0, age: 0 },
      ...ownerOf(more, state),
    };
    const buffer = Number(more.get('rhiwat') ?? 0);
    if (isUdp && buffer > 0) row.receiveBuffer = buffer;
    const number = more.get('gencnt') ?? '';
    if (/^[0-9a-f]{1,16}$/.test(number)) this.numbers.set(row, BigInt(`0x${number}`));
    this.store.add(row);
  }
}

function layoutOf(header: string): Layout {
  const names = header.replaceAll(' Address', '').trim().split(/ +/).slice(FIXED.length);
  const at = names.findIndex((name) => name === 'pid' || name === 'process:pid');
  if (at < 0) return { front: names, owner: undefined, back: [] };
  return { front: names.slice(0, at), owner: names[at] as Layout['owner'], back: names.slice(at + 1) };
}

/**
 * The cells behind the state by the names of their columns; undefined if there are fewer than columns. The
 * name of a program may hold blanks and colons: it is what the cells before and behind it leave.
 */
function cells(rest: string, { front, owner, back }: Layout): ReadonlyMap<string, string> | undefined {
  const words = rest.split(/ +/).filter((word) => word !== '');
  const needed = front.length + back.length + (owner === undefined ? 0 : 1);
  if (words.length < needed || (owner !== 'process:pid' && words.length > needed)) return undefined;
  const found = new Map(front.map((name, index) => [name, words[index] ?? '']));
  const backFrom = words.length - back.length;
  for (const [index, name] of back.entries()) found.set(name, words[backFrom + index] ?? '');
  if (owner !== undefined) found.set('owner', words.slice(front.length, backFrom).join(' '));
  return found;
}

function ownerOf(more: ReadonlyMap<string, string>, state: SocketState): Pick<RawRow, 'pid' | 'unknownOwner'> {
  const owner = more.get('owner');
  const pid = processId(owner?.slice(owner.lastIndexOf(':') + 1));
  if (pid !== undefined) return { pid };
  // Such a connection lives on in the kernel alone.
  return state === 'TIME_WAIT' ? {} : { unknownOwner: 'not told' };
}
