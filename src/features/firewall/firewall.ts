import { isLoopback, normalizeHost } from '../../core/address/host.ts';
import { isLoopbackFlow, neededFlows, type RehearsalPorts } from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { present } from '../../core/present.ts';
import { someOf } from '../../core/text/listed.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { BY_PROGRAM } from './by-program.ts';
import { DIALECT_NAMES, type DialectName } from './dialects.ts';
import type { Closing, Flow } from './host-rules.ts';
import { FlowAddresses } from './live/flow-addresses.ts';
import { type FirewallScripts, writeScripts } from './live/write-scripts.ts';
import { operatorNetwork } from './operator-network.ts';

export type { FirewallScripts };
export { DIALECT_NAMES };

export interface FirewallOptions {
  /** So many more UDP ports for each hypervisor. */
  readonly headroom?: number | undefined;
  /** The ports of a rehearsal too. */
  readonly rehearsal?: RehearsalPorts | undefined;
  /** Addresses and networks from which the lab is used; this machine if there is none. */
  readonly from?: readonly string[] | undefined;
  /** Only what this host lets in. */
  readonly host?: string | undefined;
  /** Writes scripts for this firewall. */
  readonly dialect?: DialectName | undefined;
  /** The scripts take away what those without it add. */
  readonly undo?: boolean | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/** A flow, and whether it stays within its host. */
export interface FirewallFlow extends Flow {
  readonly insideHost: boolean;
}

/** TCP ports of a machine that no other host may reach. */
export interface FirewallClosing extends Closing {
  readonly to: string;
}

/** What labs need of the firewalls of their hosts. */
export interface FirewallResult {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly labs: readonly { readonly name: string; readonly file: string }[];
  readonly os: OperatingSystem;
  /** Machines with hypervisors. */
  readonly hosts: readonly string[];
  /** What the labs call this host; absent where it is none of theirs. */
  readonly thisHost?: string;
  /** Addresses and networks from which the lab is used; empty for this machine. */
  readonly operators: readonly string[];
  /** So many more UDP ports for each hypervisor. */
  readonly headroom: number;
  readonly flows: readonly FirewallFlow[];
  /** Of a project that is open: what is closed, because it asks for no password. */
  readonly closings?: readonly FirewallClosing[];
  /** What was left out and why, and what the system's firewall decides by program. */
  readonly remarks: readonly string[];
  /** The command that writes scripts; only if there are none yet, and something is to be opened. */
  readonly nextCommand?: string;
  readonly scripts?: FirewallScripts;
}

/**
 * Says which ports labs need open, from whom and for what, and writes scripts that open them. Changes
 * nothing. Throws `InputError` for a text that is not a network, or a host that no lab has, and, for scripts
 * alone, `WorldError` where a host has no address.
 */
export async function firewall(model: LabModel, options: FirewallOptions): Promise<FirewallResult> {
  if (options.undo === true && options.dialect === undefined) {
    throw new InputError('USAGE', '--undo needs --format: it writes scripts for one kind of firewall', {
      next: `add --format with one of ${DIALECT_NAMES.join(', ')}`,
    });
  }
  const { headroom = 0 } = options;
  const operators = [...new Set((options.from ?? []).map(operatorNetwork))];
  const { machines, allocations } = model;
  const all = neededFlows(allocations, machines, { operators, headroom, rehearsal: options.rehearsal });
  const hosts = [...new Set(model.hypervisors.map(({ host }) => machines.machineOf(host)))];
  const only = options.host === undefined ? undefined : machines.machineOf(options.host);
  if (only !== undefined) checkHost(options.host as string, only, [...hosts, ...all.map(({ to }) => to)], model);
  const flows = only === undefined ? all : all.filter(({ to }) => to === only);
  const addresses = new FlowAddresses(options.names);
  const thisHost = await thisHostOf(model, addresses);
  const { dialect, undo = false } = options;
  const scripts =
    dialect === undefined
      ? undefined
      : await writeScripts(flows, { labs: model.labs.map(({ name }) => name), dialect, undo, thisHost }, addresses);
  const leavesHost = !flows.every(isLoopbackFlow);
  return present({
    schemaVersion: 1 as const,
    outcome: 'clean' as const,
    labs: model.labs.map(({ name, file }) => ({ name, file })),
    os: model.os,
    hosts,
    thisHost,
    operators,
    headroom,
    flows: flows.map((flow) => ({ ...flow, insideHost: isLoopbackFlow(flow) })),
    remarks: [...addresses.remarks, ...(leavesHost ? BY_PROGRAM[model.os] : [])],
    nextCommand:
      scripts === undefined && leavesHost ? scriptCommand(model, { ...options, from: operators }) : undefined,
    scripts,
  });
}

/** The name that the labs have for this host; one that is no loopback is said to others too. */
async function thisHostOf({ hypervisors }: LabModel, addresses: FlowAddresses): Promise<string | undefined> {
  const names = [...new Set(hypervisors.map(({ host }) => normalizeHost(host)))];
  const own = await Promise.all(names.map(async (name) => isLoopback(name) || (await addresses.isThisHost(name))));
  const here = names.filter((_, index) => own[index]);
  return here.find((name) => !isLoopback(name)) ?? here[0];
}

export const USUAL_DIALECT: Readonly<Record<OperatingSystem, DialectName>> = {
  linux: 'nft',
  windows: 'windows',
  darwin: 'pf',
};

function scriptCommand(model: LabModel, options: FirewallOptions): string {
  const { from = [], headroom = 0, rehearsal, host } = options;
  return [
    'niostat firewall',
    labWords(model),
    ...from.map((network) => `--from ${commandWord(network)}`),
    ...(headroom === 0 ? [] : [`--headroom ${headroom}`]),
    ...(rehearsal === undefined ? [] : [`--rehearse --injector-port ${rehearsal.firstPort}`]),
    ...(host === undefined ? [] : [`--host ${commandWord(host)}`]),
    `--format ${USUAL_DIALECT[model.os]}`,
  ].join(' ');
}

/** More hosts than these do not help somebody who has mistyped one. */
const MOST_HOSTS = 10;

function checkHost(text: string, machine: string, known: readonly string[], { hypervisors, machines }: LabModel): void {
  if (known.includes(machine)) return;
  const written = hypervisors.map(({ host }) => normalizeHost(host));
  const others = known.filter((one) => !written.some((host) => machines.machineOf(host) === one));
  throw new InputError('UNKNOWN_HOST', `the lab has no host "${text}"`, {
    next: `its hosts are ${someOf([...new Set([...written, ...others])], MOST_HOSTS)}`,
  });
}
