import { setMaxListeners } from 'node:events';
import { hostPortText } from '../../core/address/host-port.ts';
import type { HostReading } from '../../core/open-project/host.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import type { ServerCompute, ServerSays } from '../../core/open-project/server.ts';
import type { Ui } from '../../core/ui.ts';
import type { HostNames } from '../network/host-names.ts';
import { pause } from '../network/pause.ts';
import type { Dial } from '../network/tcp.ts';
import { readLinux } from '../sockets/linux-host.ts';
import { SocketReadError } from '../sockets/socket-read-error.ts';
import { leadsElsewhere } from './elsewhere.ts';
import { readFarHost } from './far-host.ts';
import { LocalFiles } from './local-files.ts';
import { placesOf, type SshOptions } from './places.ts';
import { type HostLook, type HostPlace, readHost } from './read-host.ts';
import { thisHost } from './this-host.ts';

/** What stands for a host in a test. */
export interface HostStage {
  /** A folder that stands for /proc. */
  readonly proc: string;
  readonly dial?: Dial;
  readonly host?: string;
  readonly addresses?: readonly string[];
}

export interface HostOptions {
  readonly ssh?: SshOptions | undefined;
  /** Milliseconds until counters are read a second time; once if it is not given. */
  readonly intervalMs?: number | undefined;
  /** For the connection to a program, and for each of its replies. */
  readonly timeoutMs?: number | undefined;
  /** What the user has typed, such as `niostat links gns3://VM/Campus`. */
  readonly command?: string | undefined;
  readonly names?: HostNames | undefined;
  /** By the ids of computes. */
  readonly stages?: ReadonlyMap<string, HostStage> | undefined;
}

const TIMEOUT_MS = 2000;

const NO_STAGES: ReadonlyMap<string, HostStage> = new Map();

/**
 * Reads every host of an open project that can be read: this one, and others over ssh where it is asked for.
 * The others are in `notRead`, with what would show them. Throws `SocketReadError` if this host cannot be
 * read.
 */
export async function readOpenProject(says: ServerSays, options: HostOptions, ui: Ui): Promise<OpenProject> {
  const { timeoutMs = TIMEOUT_MS, intervalMs, stages = NO_STAGES } = options;
  // Each conversation listens to it.
  setMaxListeners(0, ui.signal);
  const used = usedComputes(says);
  const staged = used.flatMap(({ id }) => stagedPlace(id, stages.get(id), commandOf(says, options)));
  const unstaged = used.filter(({ id }) => !stages.has(id));
  const { here, there, notRead } = await placesOf(unstaged, says, options, ui.signal);
  const local = here.length === 0 ? [] : [thisHost(here, `sudo ${commandOf(says, options)}`)];
  ui.progress('reading the processes of the project');
  const far = there.map((place) => readFarHost(place, says, { timeoutMs, command: commandOf(says, options) }, ui));
  try {
    const replayed = await Promise.all(staged.map((place) => readHost(place, says, { timeoutMs }, ui)));
    const near = await Promise.all(local.map((place) => readHost(place, says, { timeoutMs }, ui)));
    const why = near.flatMap(({ reading }) => leadsElsewhere(reading, says) ?? [])[0];
    const read = await Promise.all(far);
    const missing = [
      ...notRead,
      ...(why === undefined
        ? []
        : used.flatMap(({ id, name }) => (here.includes(id) ? [{ computeId: id, name, why }] : []))),
      ...read.flatMap((one) => one.notRead),
    ];
    const looks = [...replayed, ...(why === undefined ? near : []), ...read.flatMap(({ look }) => look ?? [])];
    const first = looks.map(({ reading }) => reading);
    if (intervalMs === undefined || ui.signal.aborted) return { says, hosts: first, notRead: missing };
    ui.progress(`waiting ${intervalMs / 1000} s for frames`);
    await pause(intervalMs, ui.signal);
    const twice = await Promise.all(looks.map((look) => lookAgain(look, ui)));
    return {
      says,
      hosts: twice.map(({ now }) => now),
      earlier: twice.flatMap(({ before }) => before ?? []),
      notRead: missing,
    };
  } finally {
    await Promise.all(far.map(async (one) => (await one).close()));
  }
}

/**
 * A host that cannot be read a second time, as one whose ssh has ended meanwhile, stays as it was seen first,
 * and has no earlier reading: its counters have not stood still, they are not known.
 */
async function lookAgain(
  { reading, again }: HostLook,
  ui: Ui,
): Promise<{ readonly now: HostReading; readonly before?: HostReading }> {
  try {
    return { now: await again(ui), before: reading };
  } catch (error) {
    if (!(error instanceof SocketReadError)) throw error;
    const limit = `read once, so that frames lost on ${reading.host} are not seen: ${error.message}`;
    return { now: { ...reading, limits: [...reading.limits, limit] } };
  }
}

/** Those that have nodes of the project; all of them where it has none. */
function usedComputes({ computes, nodes }: ServerSays): readonly ServerCompute[] {
  const ids = new Set(nodes.map(({ computeId }) => computeId));
  return ids.size === 0 ? computes : computes.filter(({ id }) => ids.has(id));
}

function commandOf({ server, project }: ServerSays, { command }: HostOptions): string {
  return command ?? `niostat links gns3://${hostPortText(server.host, server.port)}/${project.id}`;
}

function stagedPlace(computeId: string, stage: HostStage | undefined, command: string): HostPlace[] {
  if (stage === undefined) return [];
  const { proc, dial, host = 'localhost', addresses } = stage;
  const sockets: HostPlace['sockets'] = async () => {
    const table = await readLinux({ proc });
    return { ...table, host, addresses: addresses ?? table.addresses };
  };
  return [{ files: new LocalFiles(proc), sockets, dial, computeIds: [computeId], remedy: `sudo ${command}` }];
}
