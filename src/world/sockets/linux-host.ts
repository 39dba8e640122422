import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFile,
  readFileSync,
  readlinkSync,
  readSync,
  unlinkSync,
} from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProcessInfo, SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import { ownAddresses } from '../network/own-addresses.ts';
import { logCommand } from '../wire-log.ts';
import { LinuxProcesses } from './linux-processes.ts';
import { parseProcNet } from './proc-net.ts';
import { exampleOf, type ParsedRows, type RawRow, setAges, unreadableLimit } from './raw-rows.ts';
import { parseSs, SS_ARGUMENTS } from './ss-output.ts';

/**
 * The kernel gives /proc/net/udp page by page, 32 rows each, and while sockets come and go between two pages
 * a row may be there twice or not at all (seen). It also takes time with the square of the number of sockets,
 * a quarter of a second for 18,000. ss asks over netlink and has neither fault, but starting it costs some
 * milliseconds (docs/LINKS.md).
 */
const SS_PAYS_FROM = 30;

const SS_TIMEOUT_MS = 10_000;

const PROC = '/proc';

/** A row of ss is about 120 bytes; a host has at most 65,536 UDP ports of each family and address. */
const MAX_SS_BYTES = 256 * 1024 * 1024;

export interface LinuxOptions {
  /** Which source to read: the cheaper one if nothing is said. */
  readonly source?: 'ss' | '/proc';
  /**
   * Whether the owners of TCP connections are wanted too, and not only those of UDP sockets and listeners.
   */
  readonly allOwners?: boolean;
  /** A folder that stands for /proc in a test. */
  readonly proc?: string | undefined;
}

/** The sockets of this host. Throws the system's error if nothing can be read at all. */
export async function readLinux({ source, allOwners = false, proc = PROC }: LinuxOptions = {}): Promise<SocketTable> {
  const counts = socketCounts(proc);
  const udpCount = (counts.get('UDP') ?? 0) + (counts.get('UDP6') ?? 0);
  const mayAskSs = source === undefined && proc === PROC;
  const wantsSs = source === 'ss' || (mayAskSs && udpCount >= SS_PAYS_FROM);
  const read = (): Promise<ReadRows> => readRows({ wantsSs, mayAskSs }, counts, proc);
  const reading = read();
  const processes = new LinuxProcesses(proc);
  // ss, or a thread for each table of /proc, works on the other processor meanwhile.
  processes.findEmulators();
  const { source: from, ...parsed } = await reading;
  const { rows } = parsed;
  setAges(rows);
  processes.find(inodesOf(rows, allOwners));
  // Root is refused by a process here and there; a socket that was closed meanwhile is not one of its.
  const still = isRoot() && hidesOwners(rows, processes) ? inodesIn((await read()).rows) : undefined;
  setOwners(rows, processes, (inode) => still?.has(inode) ?? true);
  return {
    host: 'localhost',
    source: from,
    addresses: ownAddresses(),
    rows,
    processes: infosOf(rows, processes),
    ...identity(proc),
    tellsAge: true,
    hidesPeers: false,
    ...(processes.isDenied && isRoot() ? { hiddenFromRoot: true } : {}),
    limits: limitsOf(parsed, processes),
  };
}

function* inodesOf(rows: readonly RawRow[], allOwners: boolean): Generator<number> {
  for (const row of rows) if (row.inode > 0 && (allOwners || isWanted(row))) yield row.inode;
}

function isWanted({ protocol, state }: RawRow): boolean {
  return protocol === 'udp' || state === 'LISTEN';
}

function hidesOwners(rows: readonly RawRow[], { holders, isDenied }: LinuxProcesses): boolean {
  return isDenied && rows.some(({ protocol, inode }) => protocol === 'udp' && inode !== 0 && !holders.has(inode));
}

function inodesIn(rows: readonly RawRow[]): ReadonlySet<number> {
  return new Set(rows.map(({ inode }) => inode));
}

/**
 * Gives rows the holders of their sockets. What a socket without a holder lacks: the permission to look, or
 * the owner. `isThere`: whether a socket is still open.
 */
export function setOwners(
  rows: readonly RawRow[],
  { holders, isDenied }: Pick<LinuxProcesses, 'holders' | 'isDenied'>,
  isThere: (inode: number) => boolean,
): void {
  for (const row of rows) {
    const holder = holders.get(row.inode);
    if (holder !== undefined) {
      row.pid = holder.pid;
      row.fd = holder.fd;
    } else if (row.inode !== 0) row.unknownOwner = isDenied && isThere(row.inode) ? 'no permission' : 'gone';
  }
}

function infosOf(rows: readonly SocketRow[], processes: LinuxProcesses): Map<number, ProcessInfo> {
  const infos = new Map<number, ProcessInfo>();
  for (const { pid } of rows) if (pid !== undefined && !infos.has(pid)) infos.set(pid, processes.info(pid));
  return infos;
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

const HIDDEN = 'who owns the sockets of other users is not shown: run niostat as root to see it';

/** capabilities(7): the links below /proc/<pid>/fd are for those who may trace the process. */
const HIDDEN_FROM_ROOT =
  'who owns some UDP sockets is not shown: their processes are hidden even from root, as in a container without CAP_SYS_PTRACE';

function limitsOf({ rows, unreadable, example }: ParsedRows, { isDenied }: LinuxProcesses): string[] {
  // Root is refused by a process here and there that has nothing to do with links.
  const isHidden =
    isDenied && (!isRoot() || rows.some(({ protocol, unknownOwner }) => protocol === 'udp' && unknownOwner));
  return [
    ...(isHidden ? [isRoot() ? HIDDEN_FROM_ROOT : HIDDEN] : []),
    ...(unreadable > 0 ? [unreadableLimit(unreadable, example)] : []),
  ];
}

/** What makes this host, and this network of it, the same by whatever name it is reached. */
function identity(proc: string): Pick<SocketTable, 'identity'> {
  try {
    const bootId = readFileSync(`${proc}/sys/kernel/random/boot_id`, 'latin1').trim();
    return { identity: `${bootId} ${readlinkSync(`${proc}/self/ns/net`)}` };
  } catch {
    return {};
  }
}

/**
 * How many sockets of each protocol there are: UDP, UDP6, TCP, TCP6. What waits after a TCP connection has
 * ended is counted for both families at once, and so added to either here. Nothing of what the kernel does
 * not tell.
 */
function socketCounts(proc: string): ReadonlyMap<string, number> {
  try {
    const files = [`${proc}/net/sockstat`, `${proc}/net/sockstat6`].filter((file) => existsSync(file));
    const text = files.map((file) => readFileSync(file, 'latin1')).join('');
    const waiting = Number(/^TCP: .* tw (\d+)/m.exec(text)?.[1] ?? 1);
    const counts = [...text.matchAll(/^(UDP6?|TCP6?): inuse (\d+)/gm)].map(([, name = '', count]) => {
      return [name, Number(count) + (name.startsWith('TCP') ? waiting : 0)] as const;
    });
    return new Map(counts);
  } catch {
    return new Map();
  }
}

interface ReadRows extends ParsedRows {
  readonly source: 'ss' | '/proc';
}

interface Ways {
  readonly wantsSs: boolean;
  /** Whether ss is asked where sockets have come since they were counted. */
  readonly mayAskSs: boolean;
}

/** Begins at once; throws what `readProc` throws. */
async function readRows(
  { wantsSs, mayAskSs }: Ways,
  counts: ReadonlyMap<string, number>,
  proc: string,
): Promise<ReadRows> {
  const first = wantsSs ? await readSs() : undefined;
  if (first !== undefined) return { source: 'ss', ...first };
  const read = await readProc(counts, proc);
  // So many were not there when they were counted: the table has been read in more than one page.
  const hasGrown =
    mayAskSs && !wantsSs && read.rows.filter(({ protocol }) => protocol === 'udp').length >= SS_PAYS_FROM;
  const again = hasGrown ? await readSs() : undefined;
  return again === undefined ? { source: '/proc', ...read } : { source: 'ss', ...again };
}

/** Undefined if ss is not there, fails, or is too old to tell inodes. */
async function readSs(): Promise<ParsedRows | undefined> {
  const text = await runToFile('ss', SS_ARGUMENTS);
  const parsed = text === undefined ? undefined : parseSs(text);
  return parsed?.rows.some(({ inode }) => inode > 0) ? parsed : undefined;
}

/**
 * Runs a program with its output in a file that has no name, and returns the text. A pipe holds 64 KiB, and
 * while this process looks through /proc nobody would empty it: the two would take turns instead of working
 * at once.
 */
async function runToFile(command: string, args: readonly string[]): Promise<string | undefined> {
  let file: number | undefined;
  try {
    // No secret: a file or link that is there already is refused. Random numbers of node:crypto take 3 ms.
    const path = join(tmpdir(), `niostat-${process.pid}-${process.hrtime.bigint()}`);
    file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    const child = spawn(command, args, {
      stdio: ['ignore', file, 'ignore'],
      timeout: SS_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    logCommand(child);
    const code = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', resolve);
    });
    const { size } = fstatSync(file);
    if (code !== 0 || size > MAX_SS_BYTES) return undefined;
    const bytes = Buffer.alloc(size);
    readSync(file, bytes, 0, size, 0);
    return bytes.toString('latin1');
  } catch {
    // Without a place for temporary files /proc must do.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * All tables at once, each in a thread: the kernel goes through a large hash for each, however few rows it
 * has; so those of which it counts no socket are not read.
 */
async function readProc(counts: ReadonlyMap<string, number>, proc: string): Promise<ParsedRows> {
  const isLittleEndian = endianness() === 'LE';
  const files = (['udp', 'udp6', 'tcp', 'tcp6'] as const).filter((file) => counts.get(file.toUpperCase()) !== 0);
  const parts = await Promise.all(
    files.map(async (file) =>
      parseProcNet(await readTable(file, proc), file.startsWith('udp') ? 'udp' : 'tcp', isLittleEndian),
    ),
  );
  return {
    rows: parts.flatMap(({ rows }) => rows),
    unreadable: parts.reduce((sum, { unreadable }) => sum + unreadable, 0),
    ...exampleOf(parts),
  };
}

/**
 * A kernel without IPv6 has no files for it; without IPv4's there is nothing to be read at all. In a thread,
 * and without `node:fs/promises`, which takes longer to load than a small table to read.
 */
async function readTable(file: string, proc: string): Promise<string> {
  try {
    return await promisify(readFile)(`${proc}/net/${file}`, 'latin1');
  } catch (error) {
    if (file.endsWith('6') && (error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
