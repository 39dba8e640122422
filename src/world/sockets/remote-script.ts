import { present } from '../../core/present.ts';
import type { ProcessInfo, SocketTable } from '../../core/sockets/socket-table.ts';
import { ipv4Addresses, ipv6Addresses } from '../network/linux-addresses.ts';
import { HALTED } from './linux-processes.ts';
import { parseProcNet } from './proc-net.ts';
import { exampleOf, setAges, unreadableLimit } from './raw-rows.ts';

/** Begins each part of the answer. */
const MARK = '%niostat ';

const TABLES = ['udp', 'udp6', 'tcp', 'tcp6'] as const;

/**
 * What another Linux host is asked, in the language of every shell: the socket tables, its addresses, and
 * which process holds which socket. It reads only, and needs nothing that BusyBox has not. `mark` begins each
 * part of the answer.
 */
export function remoteScript(mark = MARK): string {
  return [
    'LC_ALL=C; export LC_ALL',
    ...TABLES.map((table) => `echo '${mark}${table}'; cat /proc/net/${table} 2>/dev/null`),
    `echo '${mark}fib_trie'; cat /proc/net/fib_trie 2>/dev/null`,
    `echo '${mark}if_inet6'; cat /proc/net/if_inet6 2>/dev/null`,
    `echo '${mark}user'; id -u`,
    `echo '${mark}identity'; cat /proc/sys/kernel/random/boot_id 2>/dev/null; readlink /proc/self/ns/net 2>/dev/null`,
    `echo '${mark}descriptors'; for p in /proc/[0-9]*; do echo "$p"; ls -l "$p/fd" 2>/dev/null; done | grep -E '^/proc/|socket:'`,
    // Always two lines for each process, the second empty if it has ended: whatever it calls itself is its
    // name.
    `echo '${mark}names'; for p in /proc/[0-9]*; do n=; { IFS= read -r n <"$p/comm"; } 2>/dev/null; printf '%s\\n%s\\n' "$p" "$n"; done`,
    // Those that do not run until somebody lets them: `/proc/12/status:State:	T (stopped)`.
    `echo '${mark}halted'; grep -E '^State:.[Tt] ' /proc/[0-9]*/status 2>/dev/null`,
    `echo '${mark}end'`,
  ].join('\n');
}

/** Reads the answer to `remoteScript`, with the same mark. Undefined if it is not complete. */
export function parseRemote(host: string, text: string, mark = MARK): SocketTable | undefined {
  const parts = partsOf(text, mark);
  if (!parts.has('end') || !parts.has('udp')) return undefined;
  const parsed = TABLES.map((table) =>
    parseProcNet(parts.get(table)?.join('\n') ?? '', table.startsWith('udp') ? 'udp' : 'tcp'),
  );
  const rows = parsed.flatMap((one) => one.rows);
  setAges(rows);
  const holders = holdersOf(parts.get('descriptors') ?? []);
  const processes = namesOf(parts.get('names') ?? [], haltedIn(parts.get('halted') ?? []));
  // Half of it is the same on many machines.
  const identity = parts.get('identity')?.length === 2 ? parts.get('identity') : undefined;
  const isRoot = parts.get('user')?.[0] === '0';
  const unreadable = parsed.reduce((sum, one) => sum + one.unreadable, 0);
  for (const row of rows) {
    const holder = holders.get(row.inode);
    if (holder !== undefined) Object.assign(row, holder);
    else if (row.inode !== 0) row.unknownOwner = isRoot ? 'gone' : 'no permission';
  }
  return present({
    host,
    source: '/proc over ssh',
    addresses: [
      '127.0.0.1',
      ...ipv4Addresses(parts.get('fib_trie') ?? []),
      ...ipv6Addresses(parts.get('if_inet6') ?? []),
    ],
    rows,
    processes,
    identity: identity?.join(' '),
    tellsAge: true,
    hidesPeers: false,
    limits: [
      ...(isRoot
        ? []
        : [
            `processes of other users on ${host} could not be looked into: log in as root to see who owns their sockets`,
          ]),
      ...(unreadable > 0 ? [unreadableLimit(unreadable, exampleOf(parsed).example)] : []),
    ],
  });
}

function partsOf(text: string, mark: string): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  let lines: string[] = [];
  let isName = false;
  for (const line of text.split('\n')) {
    // In the list of names every second line is a name, also one that looks like a mark or like a process.
    if (isName) {
      lines.push(line);
      isName = false;
    } else if (line.startsWith(mark)) {
      lines = [];
      parts.set(line.slice(mark.length).trim(), lines);
    } else if (line !== '') {
      lines.push(line);
      isName = lines === parts.get('names');
    }
  }
  return parts;
}

/** `/proc/12`, and then `lrwx------ … 3 -> socket:[4567]` for each descriptor. */
function holdersOf(lines: readonly string[]): Map<number, { pid: number; fd: number }> {
  const holders = new Map<number, { pid: number; fd: number }>();
  let pid = 0;
  for (const line of lines) {
    const process = /^\/proc\/(\d+)$/.exec(line);
    if (process !== null) pid = Number(process[1]);
    // A file may be called anything, but what it is called stands behind the first arrow.
    const link = /^l[^>]* (\d+) -> socket:\[(\d+)\]$/.exec(line);
    if (link === null) continue;
    const inode = Number(link[2]);
    const known = holders.get(inode);
    if (known === undefined || pid < known.pid) holders.set(inode, { pid, fd: Number(link[1]) });
  }
  return holders;
}

/** Pairs of lines: `/proc/12`, and its name, which is empty if it has ended meanwhile. */
function namesOf(
  lines: readonly string[],
  halted: ReadonlyMap<number, ProcessInfo['halted']>,
): Map<number, ProcessInfo> {
  const processes = new Map<number, ProcessInfo>();
  for (let index = 0; index < lines.length; index += 2) {
    const pid = Number(/^\/proc\/(\d+)$/.exec(lines[index] ?? '')?.[1] ?? 0);
    const name = lines[index + 1] ?? '';
    if (pid > 0 && name !== '') processes.set(pid, present({ pid, name, args: [], halted: halted.get(pid) }));
  }
  return processes;
}

function haltedIn(lines: readonly string[]): Map<number, ProcessInfo['halted']> {
  return new Map(
    lines.flatMap((line): [number, ProcessInfo['halted']][] => {
      const match = /^\/proc\/(\d+)\/status:State:\t([Tt]) /.exec(line);
      return match === null ? [] : [[Number(match[1]), HALTED.get(match[2] ?? '')]];
    }),
  );
}
