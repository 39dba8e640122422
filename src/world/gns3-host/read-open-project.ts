import type { HostReading } from '../../core/open-project/host.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import type { ServerCompute, ServerSays } from '../../core/open-project/server.ts';
import type { Ui } from '../../core/ui.ts';
import { HostNames } from '../network/host-names.ts';
import { pause } from '../network/pause.ts';
import type { Dial } from '../network/tcp.ts';
import { readLinux } from '../sockets/linux-host.ts';
import { LocalFiles } from './local-files.ts';
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
  /** Which computes are read over ssh: all where it is asked for, and those on these hosts (`gns3@VM`). */
  readonly ssh?: { readonly isAsked: boolean; readonly hosts: readonly string[] } | undefined;
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

/** Reads every host of an open project that can be read; the others are in `notRead`, with what would show them. */
export async function readOpenProject(says: ServerSays, options: HostOptions, ui: Ui): Promise<OpenProject> {
  const { timeoutMs = TIMEOUT_MS, intervalMs } = options;
  const { places, notRead } = await placesOf(says, options, ui.signal);
  ui.progress('reading the processes of the project');
  const looks = await Promise.all(places.map((place) => readHost(place, says, { timeoutMs }, ui)));
  const first = looks.map(({ reading }) => reading);
  if (intervalMs === undefined || ui.signal.aborted) return { says, hosts: first, notRead };
  ui.progress(`waiting ${intervalMs / 1000} s for frames`);
  await pause(intervalMs, ui.signal);
  const hosts = await secondLook(looks, ui);
  return { says, hosts, earlier: first, notRead };
}

async function secondLook(looks: readonly HostLook[], ui: Ui): Promise<HostReading[]> {
  return await Promise.all(looks.map((look) => look.again(ui)));
}

interface Places {
  readonly places: readonly HostPlace[];
  readonly notRead: OpenProject['notRead'];
}

async function placesOf(says: ServerSays, options: HostOptions, signal: AbortSignal): Promise<Places> {
  const { names = new HostNames(), stages = new Map<string, HostStage>() } = options;
  const used = usedComputes(says);
  const staged = used.flatMap(({ id }) => stagedPlace(id, stages.get(id), says, options));
  const rest = used.filter(({ id }) => !stages.has(id));
  const areHere = await Promise.all(rest.map((compute) => isHere(compute, says, names, signal)));
  const here = rest.filter((_, index) => areHere[index]).map(({ id }) => id);
  const others = rest.filter((_, index) => !areHere[index]);
  const local = here.length === 0 ? [] : [thisHost(here, remedyOf(says, options))];
  const notRead = others.map((compute) => ({
    computeId: compute.id,
    name: compute.name,
    why: `it runs on ${hostOf(compute, says)}: ${commandOf(says, options)} --ssh reads it too`,
  }));
  return { places: [...staged, ...local], notRead };
}

/** Those that have nodes of the project; all of them where it has none. */
function usedComputes({ computes, nodes }: ServerSays): readonly ServerCompute[] {
  const ids = new Set(nodes.map(({ computeId }) => computeId));
  return ids.size === 0 ? computes : computes.filter(({ id }) => ids.has(id));
}

/** The server itself calls its host 127.0.0.1, whoever asks. */
async function isHere(
  compute: ServerCompute,
  { server }: ServerSays,
  names: HostNames,
  signal: AbortSignal,
): Promise<boolean> {
  return isOfServer(compute) ? server.isHere : await names.isThisHost(compute.host, signal);
}

const isOfServer = ({ id }: ServerCompute): boolean => id === 'local';

function hostOf(compute: ServerCompute, { server }: ServerSays): string {
  return isOfServer(compute) ? server.host : compute.host;
}

function commandOf({ server, project }: ServerSays, { command }: HostOptions): string {
  return command ?? `niostat links gns3://${server.host}:${server.port}/${project.id}`;
}

function remedyOf(says: ServerSays, options: HostOptions): string {
  return `sudo ${commandOf(says, options)}`;
}

function stagedPlace(
  computeId: string,
  stage: HostStage | undefined,
  says: ServerSays,
  options: HostOptions,
): HostPlace[] {
  if (stage === undefined) return [];
  const { proc, dial, host = 'localhost', addresses } = stage;
  const sockets: HostPlace['sockets'] = async () => {
    const table = await readLinux({ proc });
    return { ...table, host, addresses: addresses ?? table.addresses };
  };
  return [{ files: new LocalFiles(proc), sockets, dial, computeIds: [computeId], remedy: remedyOf(says, options) }];
}
