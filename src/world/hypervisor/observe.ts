import type { HypervisorClient } from './client.ts';
import { HypervisorError } from './hypervisor-error.ts';
import { REPLY_CODE } from './reply.ts';
import { RequestError } from './request.ts';

/** A NIO with its counters, which are missing if it was not asked for them, or went away while we looked. */
export interface ObservedNio {
  readonly name: string;
  readonly packetsIn?: number;
  readonly packetsOut?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
}

export const ROUTER_STATUSES = ['inactive', 'shutting down', 'running', 'suspended'] as const;
/** `unknown`: it went away while we looked, or said something else. */
export type RouterStatus = (typeof ROUTER_STATUSES)[number] | 'unknown' | 'not asked';

/** A router, which the protocol calls a VM. */
export interface ObservedRouter {
  readonly name: string;
  readonly platform: string;
  readonly status: RouterStatus;
  /** TCP; absent if it has none. */
  readonly consolePort?: number;
}

/**
 * What a hypervisor says of itself. Lists that it could not be asked for, or has no module for, are absent.
 */
export interface Observation {
  readonly version?: string;
  readonly nios?: readonly ObservedNio[];
  readonly bridges?: readonly string[];
  /** Ethernet, frame relay and ATM switches. */
  readonly switches?: readonly string[];
  readonly routers?: readonly ObservedRouter[];
  /** What was listed, and not asked about one by one; empty for a hypervisor that is well. */
  readonly leftOut?: readonly LeftOut[];
  /** What ended the questions before their end. */
  readonly error?: HypervisorError;
}

/** Objects that a hypervisor has listed, and that were not asked about; bridges and switches never are. */
export interface LeftOut {
  readonly kind: 'NIO' | 'bridge' | 'switch' | 'router';
  readonly number: number;
  /** How many it has listed. */
  readonly of: number;
  /** `too many`: beyond `most`; `time`: the time for this hypervisor was over. */
  readonly why: 'too many' | 'time';
}

/** The modules whose objects are switches. */
const SWITCH_MODULES = ['ethsw', 'frsw', 'atmsw', 'atm_bridge'];

/** How far questions about single objects go. */
export interface QuestionLimits {
  /** How many objects of a kind are asked about, the newest first. */
  readonly most: number;
  /** When no object is asked about any more, on the clock of `performance.now()`. */
  readonly untilMs: number;
}

export interface ObservingOptions extends QuestionLimits {
  /** Of a wrapper only the version is known to be there to be asked for. */
  readonly questions: 'everything' | 'version';
}

/**
 * Asks a hypervisor what it is and has: first for every list, then about single objects, as many as there is
 * room and time for. Only commands that change nothing are sent. Never throws what a hypervisor can cause.
 */
export async function observe(
  client: HypervisorClient,
  { questions, ...limits }: ObservingOptions,
): Promise<Observation> {
  const seen: { -readonly [Key in keyof Observation]: Observation[Key] } = {};
  try {
    seen.version = (await client.command('hypervisor', 'version')).text;
    if (questions === 'version') return seen;
    const modules = new Set((await client.command('hypervisor', 'module_list')).messages);
    const nios = modules.has('nio') ? await listNios(client) : undefined;
    // What was asked before something went wrong stays.
    if (nios !== undefined) seen.nios = nios;
    if (modules.has('nio_bridge')) seen.bridges = await list(client, 'nio_bridge');
    seen.switches = [];
    for (const module of SWITCH_MODULES) {
      if (modules.has(module)) seen.switches = seen.switches.concat(await list(client, module));
    }
    const routers = modules.has('vm') ? await listRouters(client) : undefined;
    if (routers !== undefined) seen.routers = routers;
    const leftOut = [...beyondMost('bridge', seen.bridges, limits), ...beyondMost('switch', seen.switches, limits)];
    seen.leftOut = leftOut;
    if (routers !== undefined) leftOut.push(...(await askStatuses(client, routers, limits)));
    if (nios !== undefined) leftOut.push(...(await askCounters(client, nios, limits)));
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    seen.error = error;
  }
  return seen;
}

async function list(client: HypervisorClient, module: string, command = 'list'): Promise<readonly string[]> {
  return (await client.command(module, command)).messages;
}

/** NIOs with their counters, newest first, and how many there are without. */
export interface CountedNios {
  readonly nios: readonly ObservedNio[];
  readonly leftOut: readonly LeftOut[];
}

/** Every NIO, with counters as far as there is room and time for them. Throws `HypervisorError`. */
export async function observeNios(client: HypervisorClient, limits: QuestionLimits): Promise<CountedNios> {
  const nios = await listNios(client);
  return { nios, leftOut: await askCounters(client, nios, limits) };
}

async function listNios(client: HypervisorClient): Promise<ObservedNio[]> {
  return (await list(client, 'nio')).map((name) => ({ name }));
}

/** Fills in the counters of one NIO after the other. */
async function askCounters(client: HypervisorClient, nios: ObservedNio[], limits: QuestionLimits): Promise<LeftOut[]> {
  return await askEach('NIO', nios, limits, async ({ name }, index) => {
    const match = /^(\d+) (\d+) (\d+) (\d+)$/.exec(await textUnlessGone(client, 'nio', 'get_stats', name));
    if (match === null) return;
    const [packetsIn = 0, packetsOut = 0, bytesIn = 0, bytesOut = 0] = match.slice(1).map(Number);
    nios[index] = { name, packetsIn, packetsOut, bytesIn, bytesOut };
  });
}

/** The routers with their consoles, and not asked yet whether they run. */
async function listRouters(client: HypervisorClient): Promise<ObservedRouter[]> {
  const rows = (await list(client, 'vm')).map(nameAndDetail);
  const consoles = new Map((await list(client, 'vm', 'list_con_ports')).map(nameAndDetail));
  return rows.map(([name, platform]) => {
    const port = Number(consoles.get(name) ?? Number.NaN);
    return {
      name,
      platform,
      status: 'not asked',
      ...(Number.isInteger(port) ? { consolePort: port & 0xffff } : {}),
    };
  });
}

/** Fills in the status of one router after the other. */
async function askStatuses(
  client: HypervisorClient,
  routers: ObservedRouter[],
  limits: QuestionLimits,
): Promise<LeftOut[]> {
  return await askEach('router', routers, limits, async (router, index) => {
    const status = await textUnlessGone(client, 'vm', 'get_status', router.name);
    routers[index] = { ...router, status: ROUTER_STATUSES[Number.parseInt(status, 10)] ?? 'unknown' };
  });
}

function beyondMost(
  kind: LeftOut['kind'],
  objects: readonly unknown[] | undefined,
  { most }: QuestionLimits,
): LeftOut[] {
  const of = objects?.length ?? 0;
  const number = of - most;
  return number > 0 ? [{ kind, number, of, why: 'too many' }] : [];
}

/** Asks about one object after the other, and returns what is left out. */
async function askEach<T>(
  kind: LeftOut['kind'],
  objects: readonly T[],
  limits: QuestionLimits,
  ask: (object: T, index: number) => Promise<void>,
): Promise<LeftOut[]> {
  const most = Math.min(objects.length, limits.most);
  let asked = 0;
  while (asked < most && performance.now() < limits.untilMs) {
    await ask(objects[asked] as T, asked);
    asked++;
  }
  return asked < most
    ? [{ kind, number: objects.length - asked, of: objects.length, why: 'time' }]
    : beyondMost(kind, objects, limits);
}

/** Splits `R1 (c7200)` and `R1 (2001)`; a name may hold spaces and brackets. */
function nameAndDetail(line: string): [string, string] {
  const match = /^(.*) \(([^()]*)\)$/.exec(line);
  return match === null ? [line, ''] : [match[1] as string, match[2] as string];
}

/**
 * The last line of a reply, or nothing: an object may be deleted between the list and the question about it;
 * its name may also be none that can be asked for.
 */
async function textUnlessGone(client: HypervisorClient, ...words: readonly string[]): Promise<string> {
  try {
    return (await client.command(...words)).text;
  } catch (error) {
    const isGone = error instanceof HypervisorError && error.replyCode === REPLY_CODE.unknownObject;
    if (isGone || error instanceof RequestError) return '';
    throw error;
  }
}
