import type { HypervisorClient } from '../hypervisor/client.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { REPLY_CODE } from '../hypervisor/reply.ts';
import { RequestError } from '../hypervisor/request.ts';

/** A NIO with its counters, which are missing if it went away while we looked. */
export interface ObservedNio {
  readonly name: string;
  readonly packetsIn?: number;
  readonly packetsOut?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
}

export const MACHINE_STATUSES = ['inactive', 'shutting down', 'running', 'suspended'] as const;
export type MachineStatus = (typeof MACHINE_STATUSES)[number] | 'unknown';

/** A virtual machine: a router. */
export interface ObservedMachine {
  readonly name: string;
  readonly platform: string;
  readonly status: MachineStatus;
  /** TCP; absent if it has none. */
  readonly consolePort?: number;
}

/** What a hypervisor says of itself. Lists that it could not be asked for, or has no module for, are absent. */
export interface Observation {
  readonly version?: string;
  readonly nios?: readonly ObservedNio[];
  readonly bridges?: readonly string[];
  /** Ethernet, frame relay and ATM switches. */
  readonly switches?: readonly string[];
  readonly machines?: readonly ObservedMachine[];
  /** What ended the questions before their end. */
  readonly error?: HypervisorError;
}

/** A question about one object, over a slow line. */
const QUESTION_MS = 100;

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
    if (modules.has('nio')) seen.nios = await observeNios(client);
    if (modules.has('nio_bridge')) seen.bridges = await list(ask, 'nio_bridge');
    const switches: string[] = [];
    for (const module of SWITCH_MODULES) if (modules.has(module)) switches.push(...(await list(ask, module)));
    seen.switches = switches;
    if (modules.has('vm')) seen.machines = await observeMachines(client);
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

async function list(ask: Ask, module: string, command = 'list'): Promise<string[]> {
  return (await ask(module, command)).slice(0, -1);
}

/** Every NIO with its counters, newest first. Throws `HypervisorError`. */
async function observeNios(client: HypervisorClient): Promise<ObservedNio[]> {
  const ask = asking(client);
  const nios: ObservedNio[] = [];
  const names = await list(ask, 'nio');
  client.extendDeadline(names.length * QUESTION_MS);
  for (const name of names) {
    const [stats = ''] = await unlessGone(ask('nio', 'get_stats', name));
    const match = /^(\d+) (\d+) (\d+) (\d+)$/.exec(stats);
    const [packetsIn, packetsOut, bytesIn, bytesOut] = (match ?? []).slice(1).map(Number);
    nios.push(
      packetsIn === undefined || packetsOut === undefined || bytesIn === undefined || bytesOut === undefined
        ? { name }
        : { name, packetsIn, packetsOut, bytesIn, bytesOut },
    );
  }
  return nios;
}

async function observeMachines(client: HypervisorClient): Promise<ObservedMachine[]> {
  const ask = asking(client);
  const rows = (await list(ask, 'vm')).map(nameAndDetail);
  client.extendDeadline(rows.length * QUESTION_MS);
  const consoles = new Map((await list(ask, 'vm', 'list_con_ports')).map(nameAndDetail));
  const machines: ObservedMachine[] = [];
  for (const [name, platform] of rows) {
    const [status = ''] = await unlessGone(ask('vm', 'get_status', name));
    const port = Number(consoles.get(name) ?? Number.NaN);
    machines.push({
      name,
      platform,
      status: MACHINE_STATUSES[Number.parseInt(status, 10)] ?? 'unknown',
      ...(Number.isInteger(port) ? { consolePort: port & 0xffff } : {}),
    });
  }
  return machines;
}

/** Splits `R1 (c7200)` and `R1 (2001)`; a name may hold spaces and brackets. */
function nameAndDetail(line: string): [string, string] {
  const match = /^(.*) \(([^()]*)\)$/.exec(line);
  return match === null ? [line, ''] : [match[1] as string, match[2] as string];
}

/** An object may be deleted between the list and the question about it; its name may also be none that can be asked for. */
async function unlessGone(answer: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await answer;
  } catch (error) {
    const isGone = error instanceof HypervisorError && error.replyCode === REPLY_CODE.unknownObject;
    if (isGone || error instanceof RequestError) return [];
    throw error;
  }
}
