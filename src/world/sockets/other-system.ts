import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ProcessInfo, SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import { ownAddresses } from '../network/own-addresses.ts';
import { logCommand } from '../wire-log.ts';
import { rowsOfConnections } from './connection-rows.ts';
import { infoOfListed } from './listed-process.ts';
import { SocketReadError } from './socket-read-error.ts';

type Library = Pick<typeof import('systeminformation'), 'networkConnections' | 'processes'>;

export interface OtherSystemOptions {
  /** The library that asks the system. It is large, and only loaded here. */
  readonly load?: () => Promise<Library>;
  readonly timeoutMs?: number;
}

/** PowerShell, which lists the processes of Windows, takes seconds to start on a busy host. */
const READ_TIMEOUT_MS = 20_000;

const SYSTEM_NAMES = { darwin: 'macOS', win32: 'Windows' } as const;

/** What the library does not tell on either system. */
const NEVER_TOLD = [
  'bytes that wait in the queues of sockets are not told on this system: they are shown as 0',
  'which of several sockets on one port was bound last is not told on this system: they are in the order in which netstat lists them',
];

const WINDOWS_LIMITS = [
  'Windows does not show the foreign address of UDP sockets: which of them are connected, and with whom, cannot be seen',
  ...NEVER_TOLD,
];

const MACOS_LIMITS = [
  'macOS names the process that used a socket last: others that hold it too are not told',
  ...NEVER_TOLD,
];

/**
 * The sockets of this host, which runs macOS or Windows. Throws SocketReadError if nothing can be read at
 * all.
 */
export async function readOtherSystem(
  platform: 'darwin' | 'win32',
  { load = loadLibrary, timeoutMs = READ_TIMEOUT_MS }: OtherSystemOptions = {},
): Promise<SocketTable> {
  const library = await loaded(load);
  // Both to the end: a question that is left alone would keep the program running.
  const [connections, listed] = await Promise.all([
    ask('netstat', () => library.networkConnections(), timeoutMs),
    ask('the list of processes', async () => (await library.processes()).list, timeoutMs),
  ]);
  if (connections instanceof SocketReadError) throw connections;
  // The library makes an empty list of every failure, and a host always has some socket.
  if (connections.length === 0) {
    throw new SocketReadError(
      `netstat told nothing on this ${SYSTEM_NAMES[platform]}: it is not on the PATH, or it failed`,
    );
  }
  const { rows, unreadable } = rowsOfConnections(connections, platform);
  const isListed = !(listed instanceof SocketReadError) && listed.length > 0;
  const limits = [
    ...(platform === 'win32' ? WINDOWS_LIMITS : MACOS_LIMITS),
    ...(isListed ? [] : ['the processes could not be listed: owners of sockets are shown without their names']),
    ...(unreadable > 0 ? [`${unreadable} lines of netstat could not be read`] : []),
    ...stateLimit(rows),
  ];
  return {
    host: 'localhost',
    source: 'netstat',
    addresses: ownAddresses(),
    rows,
    processes: ownersOf(rows, isListed ? listed.map((one) => infoOfListed(one, platform)) : []),
    tellsAge: false,
    hidesPeers: platform === 'win32',
    limits,
  };
}

/** Not before it is needed: to load it takes about 20 ms, a quarter of a start of the program. */
async function loadLibrary(): Promise<Library> {
  return await import('systeminformation');
}

async function loaded(load: () => Promise<Library>): Promise<Library> {
  try {
    return await load();
  } catch (cause) {
    throw new SocketReadError('the package systeminformation cannot be loaded: install niostat anew', { cause });
  }
}

/** Which question the code that runs now belongs to. */
const asking = new AsyncLocalStorage<ChildProcess[]>();

/**
 * The answer to a question, or why there is none. The library knows no timeout and does not show its
 * processes; Node tells of each one that is started, and the storage tells for which question, so that they
 * can be ended.
 */
async function ask<T>(name: string, question: () => Promise<T>, timeoutMs: number): Promise<T | SocketReadError> {
  const children: ChildProcess[] = [];
  const remember = (message: unknown): void => {
    if (asking.getStore() !== children) return;
    const { process: child } = message as { process: ChildProcess };
    children.push(child);
    logCommand(child);
  };
  subscribe('child_process', remember);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SocketReadError>((resolve) => {
    const tooLate = new SocketReadError(`${name} did not answer within ${timeoutMs / 1000} s`);
    timer = setTimeout(() => resolve(tooLate), timeoutMs);
  });
  try {
    return await Promise.race([asking.run(children, question), late]);
  } catch (cause) {
    return new SocketReadError(`${name} could not be asked`, { cause });
  } finally {
    clearTimeout(timer);
    unsubscribe('child_process', remember);
    for (const child of children) abandon(child);
  }
}

/**
 * Ends a process that is still there, and waits neither for it nor for those that it started itself and that
 * hold its output.
 */
function abandon(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

function ownersOf(rows: readonly SocketRow[], infos: readonly ProcessInfo[]): Map<number, ProcessInfo> {
  const owners = new Set(rows.map(({ pid }) => pid));
  return new Map(infos.filter(({ pid }) => owners.has(pid)).map((info) => [info.pid, info]));
}

function stateLimit(rows: readonly SocketRow[]): string[] {
  const count = rows.filter(({ state }) => state === 'UNKNOWN').length;
  if (count === 0) return [];
  return [`the state of ${count} TCP sockets is not known: netstat names it in words that are not understood`];
}
