import type { HypervisorClient } from './client.ts';
import { HypervisorError } from './hypervisor-error.ts';
import { REPLY_CODE } from './reply.ts';
import { RequestError } from './request.ts';

/** A NIO with its counters, which are missing if it went away while we looked. */
export interface ObservedNio {
  readonly name: string;
  readonly packetsIn?: number;
  readonly packetsOut?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
}

export const ROUTER_STATUSES = ['inactive', 'shutting down', 'running', 'suspended'] as const;
export type RouterStatus = (typeof ROUTER_STATUSES)[number] | 'unknown';

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
  /** What ended the questions before their end. */
  readonly error?: HypervisorError;
}

/** A question about one object, over a slow line. */
const QUESTION_MS = 100;

/** However many objects a hypervisor says it has, nobody waits longer than this for them. */
const MAX_QUESTIONS_MS = 60_000;

/** More than there are ports is no list of a hypervisor. */
const MAX_OBJECTS = 65_536;

function timeFor(questions: number): number {
  return Math.min(MAX_QUESTIONS_MS, questions * QUESTION_MS);
}

/** The modules whose objects are switches. */
const SWITCH_MODULES = ['ethsw', 'frsw', 'atmsw', 'atm_bridge'];

/**
 * Asks a hypervisor what it is and has. Only commands that change nothing are sent. Of a wrapper only
 * the version is known to be there to be asked for. Never throws what a hypervisor can cause.
 */
export async function observe(client: HypervisorClient, questions: 'everything' | 'version'): Promise<Observation> {
  const ask = asking(client);
  const seen: { -readonly [Key in keyof Observation]: Observation[Key] } = {};
  try {
    seen.version = (await ask('hypervisor', 'version')).at(-1) ?? '';
    if (questions === 'version') return seen;
    const modules = new Set(await ask('hypervisor', 'module_list'));
    if (modules.has('nio')) {
      // What was counted before something went wrong stays.
      await countNios(client, (nios) => {
        seen.nios = nios;
      });
    }
    if (modules.has('nio_bridge')) seen.bridges = await list(client, 'nio_bridge');
    seen.switches = [];
    for (const module of SWITCH_MODULES) {
      if (modules.has(module)) seen.switches = seen.switches.concat(await list(client, module));
    }
    if (modules.has('vm')) seen.routers = await observeRouters(client);
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    seen.error = error;
  }
  return seen;
}

type Ask = (...words: string[]) => Promise<readonly string[]>;

/** The lines of a reply, the last one with them. */
function asking(client: HypervisorClient): Ask {
  return async (...words) => {
    const reply = await client.command(...words);
    return [...reply.messages, reply.text];
  };
}

async function list(client: HypervisorClient, module: string, command = 'list'): Promise<readonly string[]> {
  const { messages } = await client.command(module, command);
  if (messages.length > MAX_OBJECTS) {
    throw client.complaint('ENDLESS_REPLY', `it lists ${messages.length} objects`, `${module} ${command}`);
  }
  return messages;
}

/** Every NIO with its counters, newest first. Throws `HypervisorError`. */
export async function observeNios(client: HypervisorClient): Promise<ObservedNio[]> {
  let counted: readonly ObservedNio[] = [];
  await countNios(client, (nios) => {
    counted = nios;
  });
  return [...counted];
}

/**
 * Hands over the NIOs as soon as their names are known, and then fills in the counters of one after the
 * other.
 */
async function countNios(client: HypervisorClient, found: (nios: readonly ObservedNio[]) => void): Promise<void> {
  const ask = asking(client);
  const names = await list(client, 'nio');
  const nios: ObservedNio[] = names.map((name) => ({ name }));
  found(nios);
  client.extendDeadline(timeFor(names.length));
  for (const [index, name] of names.entries()) {
    const [stats = ''] = await unlessGone(ask('nio', 'get_stats', name));
    const match = /^(\d+) (\d+) (\d+) (\d+)$/.exec(stats);
    if (match === null) continue;
    const [packetsIn = 0, packetsOut = 0, bytesIn = 0, bytesOut = 0] = match.slice(1).map(Number);
    nios[index] = { name, packetsIn, packetsOut, bytesIn, bytesOut };
  }
}

async function observeRouters(client: HypervisorClient): Promise<ObservedRouter[]> {
  const ask = asking(client);
  const rows = (await list(client, 'vm')).map(nameAndDetail);
  client.extendDeadline(timeFor(rows.length));
  const consoles = new Map((await list(client, 'vm', 'list_con_ports')).map(nameAndDetail));
  const routers: ObservedRouter[] = [];
  for (const [name, platform] of rows) {
    const [status = ''] = await unlessGone(ask('vm', 'get_status', name));
    const port = Number(consoles.get(name) ?? Number.NaN);
    routers.push({
      name,
      platform,
      status: ROUTER_STATUSES[Number.parseInt(status, 10)] ?? 'unknown',
      ...(Number.isInteger(port) ? { consolePort: port & 0xffff } : {}),
    });
  }
  return routers;
}

/** Splits `R1 (c7200)` and `R1 (2001)`; a name may hold spaces and brackets. */
function nameAndDetail(line: string): [string, string] {
  const match = /^(.*) \(([^()]*)\)$/.exec(line);
  return match === null ? [line, ''] : [match[1] as string, match[2] as string];
}

/**
 * An object may be deleted between the list and the question about it; its name may also be none that can be
 * asked for.
 */
async function unlessGone(answer: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await answer;
  } catch (error) {
    const isGone = error instanceof HypervisorError && error.replyCode === REPLY_CODE.unknownObject;
    if (isGone || error instanceof RequestError) return [];
    throw error;
  }
}
