import type { EmulatorProcess, HostReading, HypervisorReading, UBridgeReading } from '../../core/open-project/host.ts';
import type { ServerSays } from '../../core/open-project/server.ts';
import type { SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import type { Ui } from '../../core/ui.ts';
import type { HypervisorAddress, SessionOptions } from '../hypervisor/with-hypervisor.ts';
import { Slots } from '../network/slots.ts';
import type { Dial } from '../network/tcp.ts';
import { readUBridge } from '../ubridge/read-ubridge.ts';
import { controlAddress, listenersOf, toldControl } from './control-address.ts';
import { type LogReading, readDynamipsLog } from './dynamips-log.ts';
import { readEmulators } from './emulators.ts';
import { readEnded } from './ended.ts';
import type { HostFiles } from './host-files.ts';
import { limitsOf } from './host-limits.ts';
import { type NodeLog, readNodeLogs } from './node-logs.ts';
import { ProjectFolders } from './project-folders.ts';
import { readHypervisor } from './read-hypervisor.ts';
import { withDirectoryOfLog, withToldDirectory } from './told-directories.ts';
import { withOwners } from './told-owners.ts';

/**
 * They only wait for answers: a reply of several lines takes 40 ms however small it is. So many conversations
 * are far from the 1024 descriptors of a usual process.
 */
const CONVERSATIONS = 256;

/** One host, as it can be looked at: this one, one over ssh, or one that is replayed. */
export interface HostPlace {
  readonly files: HostFiles;
  readonly sockets: () => Promise<SocketTable>;
  /** From this host if it is not given. */
  readonly dial?: Dial | undefined;
  /** The computes that the host is. */
  readonly computeIds: readonly string[];
  /** What shows all of it: `sudo niostat links gns3://…`. */
  readonly remedy: string;
}

/** Everything of a project on one host, with what is needed to look at the counters once more. */
export interface HostLook {
  readonly reading: HostReading;
  /** The same host with its counters now. */
  again(ui: Ui): Promise<HostReading>;
}

/** Reads processes, logs and sockets of one host, and asks the uBridges and Dynamips of the project there. */
export async function readHost(
  place: HostPlace,
  says: Pick<ServerSays, 'project' | 'nodes'>,
  { timeoutMs }: { readonly timeoutMs: number },
  ui: Ui,
): Promise<HostLook> {
  const folders = new ProjectFolders(says, place.computeIds);
  const [sockets, emulators, nodeLogs] = await Promise.all([
    place.sockets(),
    readEmulators(place.files),
    readNodeLogs(place.files, folders),
  ]);
  const processes = emulators.map((one) => withDirectoryOfLog(one, nodeLogs));
  const listeners = listenersOf(sockets.rows);
  // Those of which nothing is known may be of this project. One that a server has left behind is not asked:
  // its log is the file of a living one, into which it would write our questions.
  const asked = processes.filter(({ directory, isOrphan }) => {
    return isOrphan !== true && (directory === undefined || folders.has(directory));
  });
  const logs = await logsOf(asked, place.files, folders);
  const conversations = new Conversations(place, timeoutMs, listeners);
  const said = await conversations.ask(asked, logs, sockets.rows, ui.signal);
  const known = processes.map((one) => withToldDirectory(one, said, folders));
  const read = { processes: known, ...said, logs, nodeLogs, sockets };
  const reading: HostReading = {
    host: sockets.host,
    computeIds: place.computeIds,
    sockets: withOwners(sockets, known, said),
    processes: known,
    ...said,
    ended: await readEnded(place.files, folders, read),
    complaints: complaintsOf(known, nodeLogs),
    atMs: performance.now(),
    limits: limitsOf(read, place),
  };
  return { reading, again: (later) => readAgain(reading, { place, conversations, asked, logs }, later) };
}

interface AskedBefore {
  readonly place: HostPlace;
  readonly conversations: Conversations;
  readonly asked: readonly EmulatorProcess[];
  readonly logs: ReadonlyMap<number, LogReading>;
}

/** Sockets and counters once more; what ran and what the logs say are as they were. */
async function readAgain(
  before: HostReading,
  { place, conversations, asked, logs }: AskedBefore,
  ui: Ui,
): Promise<HostReading> {
  const sockets = await place.sockets();
  const said = await conversations.ask(asked, logs, sockets.rows, ui.signal);
  return {
    ...before,
    ...said,
    sockets: withOwners(sockets, before.processes, said),
    atMs: performance.now(),
  };
}

/** The logs of the Dynamips, by their processes. */
async function logsOf(
  asked: readonly EmulatorProcess[],
  files: HostFiles,
  { dynamipsFolders: folders }: ProjectFolders,
): Promise<ReadonlyMap<number, LogReading>> {
  const found = asked
    .filter(({ program }) => program === 'dynamips')
    .map(async (one): Promise<[number, LogReading]> => {
      const { pid, args } = one;
      return [pid, await readDynamipsLog(files, { pid, args, port: toldControl(one).port, folders })];
    });
  return new Map(await Promise.all(found));
}

/** What the programs of the project say, all asked at once. */
class Conversations {
  private readonly place: HostPlace;
  private readonly timeoutMs: number;
  private readonly listeners: ReadonlyMap<number, readonly SocketRow[]>;

  constructor(place: HostPlace, timeoutMs: number, listeners: ReadonlyMap<number, readonly SocketRow[]>) {
    this.place = place;
    this.timeoutMs = timeoutMs;
    this.listeners = listeners;
  }

  async ask(
    asked: readonly EmulatorProcess[],
    logs: ReadonlyMap<number, LogReading>,
    rows: readonly SocketRow[],
    signal: AbortSignal,
  ): Promise<Pick<HostReading, 'ubridges' | 'hypervisors'>> {
    const slots = new Slots(CONVERSATIONS);
    const options: SessionOptions = { timeoutMs: this.timeoutMs, signal, dial: this.place.dial };
    const byPid = udpByPid(rows);
    const of = <T>(program: EmulatorProcess['program'], ask: (one: EmulatorProcess) => Promise<T>): Promise<T[]> =>
      Promise.all(asked.filter((one) => one.program === program).map((one) => slots.within(() => ask(one))));
    const [ubridges, hypervisors] = await Promise.all([
      of('ubridge', (one): Promise<UBridgeReading> => {
        return readUBridge({ ...controlAddress(one, this.listeners), pid: one.pid }, options);
      }),
      of('dynamips', (one): Promise<HypervisorReading> => {
        const { pid } = one;
        const address = controlAddress(one, this.listeners);
        const log = logs.get(pid) ?? NO_LOG;
        // A question is a line of its log, and it may be another's.
        if (one.directory === undefined && 'why' in log) return Promise.resolve(unaskedHypervisor(pid, address, log));
        return readHypervisor({ pid, address, log, rows: byPid.get(pid) ?? [] }, options);
      }),
    ]);
    return { ubridges, hypervisors };
  }
}

function unaskedHypervisor(pid: number, { host, port }: HypervisorAddress, { why }: NoLogReading): HypervisorReading {
  return {
    pid,
    host,
    port,
    devices: [],
    nios: [],
    unasked: { why: `not asked, may be of another project: ${why}` },
  };
}

type NoLogReading = Extract<LogReading, { readonly why: string }>;

const NO_LOG: LogReading = { why: 'no log found', isDenied: false };

function udpByPid(rows: readonly SocketRow[]): ReadonlyMap<number, readonly SocketRow[]> {
  const byPid = new Map<number, SocketRow[]>();
  for (const row of rows) {
    if (row.protocol !== 'udp' || row.pid === undefined) continue;
    const known = byPid.get(row.pid);
    if (known === undefined) byPid.set(row.pid, [row]);
    else known.push(row);
  }
  return byPid;
}

/** What the logs of living uBridges complain about. */
function complaintsOf(
  processes: readonly EmulatorProcess[],
  logs: readonly NodeLog[],
): ReadonlyMap<string, readonly string[]> {
  const living = new Map(
    processes.flatMap((one): [string, number][] =>
      one.program === 'ubridge' && one.directory !== undefined ? [[one.directory, toldControl(one).port]] : [],
    ),
  );
  return new Map(
    logs.flatMap(({ directory, port, complaints }): [string, readonly string[]][] =>
      complaints.length > 0 && living.has(directory) && (port === undefined || living.get(directory) === port)
        ? [[directory, complaints]]
        : [],
    ),
  );
}
