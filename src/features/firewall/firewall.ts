import { isLoopback, isWildcard } from '../../core/address/host.ts';
import { parseNetwork } from '../../core/address/network.ts';
import {
  isLoopbackFlow,
  type NeededFlow,
  neededFlows,
  type RehearsalPorts,
} from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { present } from '../../core/present.ts';
import { someOf } from '../../core/text/listed.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { BY_PROGRAM } from './by-program.ts';
import { DIALECT_NAMES, DIALECTS, type DialectName } from './dialects.ts';
import type { HostRule } from './host-rules.ts';
import { labSlug } from './lab-slug.ts';
import { FlowAddresses } from './live/flow-addresses.ts';

export { DIALECT_NAMES };

export interface FirewallOptions {
  /** So many more UDP ports for each hypervisor. */
  readonly headroom?: number | undefined;
  /** The ports of a rehearsal too. */
  readonly rehearsal?: RehearsalPorts | undefined;
  /** Addresses and networks of those who run the lab; this machine if there is none. */
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
export interface FirewallFlow extends NeededFlow {
  readonly insideHost: boolean;
}

export interface FirewallScripts {
  readonly dialect: DialectName;
  readonly undo: boolean;
  /**
   * Stands before the scripts where there is not exactly one: several in one file must not be run by
   * accident.
   */
  readonly firstLine: string;
  readonly hosts: readonly { readonly host: string; readonly rules: readonly HostRule[]; readonly script: string }[];
}

/** What labs need of the firewalls of their hosts. */
export interface FirewallResult {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly labs: readonly { readonly name: string; readonly file: string }[];
  readonly os: OperatingSystem;
  /** Machines with hypervisors. */
  readonly hosts: readonly string[];
  /** Addresses and networks of those who run the lab; empty for this machine. */
  readonly operators: readonly string[];
  /** So many more UDP ports for each hypervisor. */
  readonly headroom: number;
  readonly flows: readonly FirewallFlow[];
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
    throw new InputError('USAGE', '--undo writes scripts, and needs to know for which firewall', {
      next: `add --for with one of ${DIALECT_NAMES.join(', ')}`,
    });
  }
  const { headroom = 0 } = options;
  const operators = [...new Set((options.from ?? []).map(operatorNetwork))];
  const { machines, allocations } = model;
  const all = neededFlows(allocations, machines, { operators, headroom, rehearsal: options.rehearsal });
  const hosts = [...new Set(model.hypervisors.map(({ host }) => machines.machineOf(host)))];
  const only = options.host === undefined ? undefined : machines.machineOf(options.host);
  if (only !== undefined) checkHost(options.host as string, only, [...hosts, ...all.map(({ to }) => to)]);
  const flows = only === undefined ? all : all.filter(({ to }) => to === only);
  const addresses = new FlowAddresses(options.names);
  const scripts =
    options.dialect === undefined
      ? undefined
      : await writeScripts(flows, model, addresses, { dialect: options.dialect, undo: options.undo ?? false });
  const leavesHost = !flows.every(isLoopbackFlow);
  return present({
    schemaVersion: 1 as const,
    outcome: 'clean' as const,
    labs: model.labs.map(({ name, file }) => ({ name, file })),
    os: model.os,
    hosts,
    operators,
    headroom,
    flows: flows.map((flow) => ({ ...flow, insideHost: isLoopbackFlow(flow) })),
    remarks: [...addresses.remarks, ...(leavesHost ? BY_PROGRAM[model.os] : [])],
    nextCommand:
      scripts === undefined && leavesHost ? scriptCommand(model, { ...options, from: operators }) : undefined,
    scripts,
  });
}

const USUAL_DIALECT: Readonly<Record<OperatingSystem, DialectName>> = {
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
    `--for ${USUAL_DIALECT[model.os]}`,
  ].join(' ');
}

/** A network that a rule may let in, in the one spelling of it. */
function operatorNetwork(text: string): string {
  const network = parseNetwork(text);
  const next = 'name the network of those who run the lab, as in --from 10.0.0.0/24 or --from 2001:db8::7';
  if (network === undefined) {
    throw new InputError('BAD_NETWORK', `"${text}" is neither an IPv4 or IPv6 address nor a network`, { next });
  }
  const [address = ''] = network.text.split('/');
  if (network.prefix === 0 || isWildcard(address)) {
    throw new InputError('BAD_NETWORK', `"${text}" is everybody, and hypervisors ask for no password`, { next });
  }
  if (isLoopback(address)) {
    throw new InputError('BAD_NETWORK', `"${text}" never leaves its host, so that nothing is to be opened`, { next });
  }
  return network.text;
}

/** More hosts than these do not help somebody who has mistyped one. */
const MOST_HOSTS = 10;

function checkHost(text: string, machine: string, known: readonly string[]): void {
  if (known.includes(machine)) return;
  const names = [...new Set(known)];
  throw new InputError('UNKNOWN_HOST', `"${text}" is no host of the lab`, {
    next: `its hosts are ${someOf(names, MOST_HOSTS)}`,
  });
}

async function writeScripts(
  flows: readonly NeededFlow[],
  { labs }: LabModel,
  addresses: FlowAddresses,
  { dialect, undo }: { dialect: DialectName; undo: boolean },
): Promise<FirewallScripts> {
  const { script, refusal, comment, lineEnd } = DIALECTS[dialect];
  const rules = new Map<string, HostRule[]>();
  const found = await Promise.all(flows.map((flow) => addresses.rulesOf(flow)));
  for (const [index, { to }] of flows.entries()) {
    const more = found[index] ?? [];
    if (more.length === 0) continue;
    const some = rules.get(to) ?? [];
    rules.set(to, some);
    some.push(...more);
  }
  const names = labs.map(({ name }) => name);
  const slug = labSlug(names);
  const hosts = [...rules].map(([host, some]) => ({
    host,
    rules: some,
    script: script({ host, labSlug: slug, labs: names, rules: some }, { undo }),
  }));
  const firstLine =
    hosts.length === 0
      ? `${comment}niostat firewall: nothing has to be opened${lineEnd}`
      : `${refusal(`niostat: these are scripts for ${hosts.length} hosts. Make one for each with --host`)}${lineEnd}`;
  return { dialect, undo, firstLine, hosts };
}
