import { present } from '../../core/present.ts';
import type { ProcessInfo, SocketTable } from '../../core/sockets/socket-table.ts';
import { ipv4Addresses, ipv6Addresses } from '../network/linux-addresses.ts';
import { type AnswerAbout, type AnswerReader, cutTexts } from './answer.ts';
import { HALTED } from './linux-processes.ts';
import { ProcNetReader } from './proc-net.ts';
import { type RawRow, type RowStore, setAges } from './raw-rows.ts';

/** A host has some addresses; a router with all routes of the world has a long list without them. */
const MAX_ADDRESS_LINES = 20_000;

/** Reads what `unixScript` prints on Linux. */
export class LinuxAnswer implements AnswerReader {
  private readonly store: RowStore;
  private readonly tables: ReadonlyMap<string, ProcNetReader>;
  private readonly short = new Map<string, string[]>();
  private readonly processes = new Map<number, ProcessInfo>();
  private readonly owners = new Set<number>();
  private rowOfInode: Map<number, RawRow> | undefined;
  /** The process that the lines which follow are about. */
  private pid = 0;

  constructor(store: RowStore) {
    this.store = store;
    this.tables = new Map(
      ['udp', 'udp6', 'tcp', 'tcp6'].map((part) => [
        part,
        new ProcNetReader(store, part.startsWith('udp') ? 'udp' : 'tcp'),
      ]),
    );
  }

  line(part: string, line: string): void {
    if (line === '') return;
    const table = this.tables.get(part);
    if (table !== undefined) table.line(line);
    else if (part === 'descriptors') this.descriptor(line);
    else if (part === 'names') this.name(line);
    else if (part === 'halted') this.halted(line);
    else this.shortLine(part, line);
  }

  table(about: AnswerAbout): SocketTable {
    const { host } = about;
    const { rows } = this.store;
    setAges(rows);
    // Half of it is the same on many machines.
    const identity = this.short.get('identity')?.length === 2 ? this.short.get('identity') : undefined;
    const isRoot = this.short.get('user')?.[0] === '0';
    const isCut = about.cutAfterMiB !== undefined;
    for (const row of rows) {
      if (row.inode === 0 || row.pid !== undefined) continue;
      row.unknownOwner = isCut ? 'not told' : isRoot ? 'gone' : 'no permission';
    }
    const asRoot = `who owns the sockets of other users on ${host} is not shown: log in as root to see it`;
    return present({
      host,
      source: '/proc over ssh',
      addresses: [
        '127.0.0.1',
        ...ipv4Addresses(this.short.get('fib_trie') ?? []),
        ...ipv6Addresses(this.short.get('if_inet6') ?? []),
      ],
      rows,
      processes: this.processes,
      identity: identity?.join(' '),
      tellsAge: true,
      hidesPeers: false,
      isCut: isCut || this.store.leftOut.sockets > 0 || undefined,
      limits: [...(isRoot || isCut ? [] : [asRoot]), ...cutTexts(about, rows.length), ...this.store.limitTexts()],
    });
  }

  private shortLine(part: string, line: string): void {
    const lines = this.short.get(part);
    if (lines === undefined) this.short.set(part, [line]);
    else if (lines.length < MAX_ADDRESS_LINES) lines.push(line);
  }

  /** `/proc/12`, and then `lrwx------ … 3 -> socket:[4567]` for each descriptor. */
  private descriptor(line: string): void {
    const process = /^\/proc\/(\d{1,10})$/.exec(line);
    if (process !== null) this.pid = Number(process[1]);
    // A file may be called anything, but what it is called stands behind the first arrow.
    const link = /^l[^>]* (\d{1,9}) -> socket:\[(\d{1,15})\]$/.exec(line);
    if (link === null) return;
    this.rowOfInode ??= new Map(this.store.rows.map((row) => [row.inode, row]));
    const row = this.rowOfInode.get(Number(link[2]));
    if (row === undefined || (row.pid !== undefined && row.pid <= this.pid)) return;
    Object.assign(row, { pid: this.pid, fd: Number(link[1]) });
    this.owners.add(this.pid);
  }

  /** Pairs of lines: `/proc/12`, and `=` with its name, which is empty if it has ended meanwhile. */
  private name(line: string): void {
    const process = /^\/proc\/(\d{1,10})$/.exec(line);
    if (process !== null) this.pid = Number(process[1]);
    else if (line.startsWith('=') && line.length > 1 && this.owners.has(this.pid)) {
      this.processes.set(this.pid, { pid: this.pid, name: line.slice(1), args: [] });
    }
  }

  private halted(line: string): void {
    const [, pid, letter = ''] = /^\/proc\/(\d{1,10})\/status:State:\t([Tt]) /.exec(line) ?? [];
    const info = this.processes.get(Number(pid));
    if (info !== undefined) this.processes.set(info.pid, present({ ...info, halted: HALTED.get(letter) }));
  }
}
