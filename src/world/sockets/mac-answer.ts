import { isIp, plainAddress, splitZone } from '../../core/address/ip-address.ts';
import { present } from '../../core/present.ts';
import type { ProcessInfo, SocketTable } from '../../core/sockets/socket-table.ts';
import { type AnswerAbout, type AnswerReader, cutTexts } from './answer.ts';
import { LsofReader } from './lsof-output.ts';
import { MacNetstatReader } from './mac-netstat.ts';
import { processId } from './netstat-end.ts';
import { OwnerTexts } from './owner-texts.ts';
import { type RowStore, setAges } from './raw-rows.ts';
import { stateLimit } from './state-limit.ts';

/** More addresses than a host has. */
const MAX_ADDRESSES = 20_000;

/** Reads what `unixScript` prints on macOS. */
export class MacAnswer implements AnswerReader {
  readonly lastPart = 'lsof';
  private readonly store: RowStore;
  private readonly netstat: MacNetstatReader;
  private readonly lsof = new LsofReader();
  private readonly addresses = new Set<string>();
  private readonly paths = new OwnerTexts(() => this.ownersInNetstat());
  private readonly stopped = new Set<number>();
  private readonly commands = new OwnerTexts(() => this.ownersInNetstat());
  private hasPrograms = false;
  private hasTable = false;
  private identity: string | undefined;
  private user: string | undefined;

  constructor(store: RowStore) {
    this.store = store;
    this.netstat = new MacNetstatReader(store);
  }

  line(part: string, line: string): void {
    if (part === 'udp' || part === 'tcp') {
      this.netstat.line(line);
      this.hasTable ||= line.startsWith('Proto ');
    } else if (part === 'lsof') this.lsof.line(line);
    else if (part === 'programs') this.program(line);
    else if (part === 'commands') this.command(line);
    else if (part === 'addresses') this.address(line);
    else if (part === 'user') this.user = line;
    else if (part === 'identity') this.identity = line;
  }

  table(about: AnswerAbout): SocketTable | undefined {
    const { rows } = this.store;
    if (!this.hasTable) return undefined;
    this.netstat.sort();
    setAges(rows);
    this.lsof.complete(rows);
    const isRoot = this.user === '0';
    if (!this.netstat.hasOwners && !isRoot) {
      for (const row of rows) if (row.unknownOwner !== undefined) row.unknownOwner = 'no permission';
    }
    const isCut = about.cutAfterMiB !== undefined || this.store.leftOut.sockets > 0;
    return present({
      host: about.host,
      source: 'netstat',
      addresses: [...this.addresses],
      rows,
      processes: this.owners(),
      identity: this.identity,
      tellsAge: true,
      system: 'darwin' as const,
      hidesPeers: false,
      isCut: isCut || undefined,
      limits: [
        ...this.ownerLimits(isRoot),
        ...cutTexts(about, rows.length),
        ...this.store.limitTexts(),
        ...stateLimit(rows),
      ],
    });
  }

  /** Undefined while only lsof will tell them. */
  private ownersInNetstat(): ReadonlySet<number | undefined> | undefined {
    return this.netstat.hasOwners ? new Set(this.store.rows.map(({ pid }) => pid)) : undefined;
  }

  private ownerLimits(isRoot: boolean): string[] {
    const limits: string[] = [];
    if (this.netstat.hasOwners) {
      limits.push('macOS names the process that used a socket last, and not the others that hold it too');
    } else if (!this.lsof.isKnown) {
      limits.push('netstat of this macOS does not show the owners of sockets, and lsof shows none');
    } else if (!isRoot) {
      limits.push(
        'netstat of this macOS does not show the owners of sockets, and lsof shows only those of this user: run niostat as root',
      );
    }
    if (!this.hasPrograms) {
      limits.push('the processes could not be listed: owners of sockets are shown without their names');
    }
    return limits;
  }

  /** `  501 S    /usr/local/bin/dynamips`: ps has the state begin with T for a stopped process. */
  private program(line: string): void {
    const [, digits, state = '', path = ''] = /^ *(\d+) +(\S+) +(.*)$/.exec(line) ?? [];
    const pid = processId(digits);
    if (pid === undefined) return;
    this.hasPrograms = true;
    const isKept = this.paths.add(pid, path.trimEnd());
    if (isKept && state.startsWith('T')) this.stopped.add(pid);
  }

  private command(line: string): void {
    const [, digits, words = ''] = /^ *(\d+) +(.*)$/.exec(line) ?? [];
    const pid = processId(digits);
    if (pid !== undefined) this.commands.add(pid, words);
  }

  /** `inet 10.0.0.5 netmask …`, `inet6 fe80::1%lo0 prefixlen …`. */
  private address(line: string): void {
    const { address } = splitZone(/^\s+inet6? (\S+)/.exec(line)?.[1] ?? '');
    if (isIp(address) && this.addresses.size < MAX_ADDRESSES) this.addresses.add(plainAddress(address));
  }

  private owners(): Map<number, ProcessInfo> {
    const owners = new Map<number, ProcessInfo>();
    const wanted = new Set(this.store.rows.map((row) => row.pid));
    for (const [pid, path] of this.paths.texts) {
      if (!wanted.has(pid)) continue;
      const args = wordsOf(path, this.commands.texts.get(pid) ?? '');
      const name = path.slice(path.lastIndexOf('/') + 1);
      const halted = this.stopped.has(pid) ? ('stopped' as const) : undefined;
      owners.set(pid, present({ pid, name, args, halted }));
    }
    return owners;
  }
}

/**
 * `ps` joins the words with blanks, so that a word with a blank in it cannot be told from two; the path of
 * the program is known by itself.
 */
function wordsOf(path: string, command: string): string[] {
  const startsWithPath = path !== '' && (command === path || command.startsWith(`${path} `));
  const rest = startsWithPath ? command.slice(path.length) : command;
  return [...(startsWithPath ? [path] : []), ...rest.split(/\s+/).filter((word) => word !== '')];
}
