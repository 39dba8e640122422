import { THIS_MACHINE } from '../../../core/address/host.ts';
import { DIALECTS, type DialectName } from '../dialects.ts';
import type { Closing, Flow, HostRule } from '../host-rules.ts';
import { labSlug } from '../lab-slug.ts';
import type { FlowAddresses } from './flow-addresses.ts';

export interface FirewallScripts {
  readonly dialect: DialectName;
  readonly undo: boolean;
  /**
   * Stands before the scripts where there is not exactly one: several in one file must not be run by
   * accident.
   */
  readonly firstLine: string;
  readonly hosts: readonly {
    readonly host: string;
    readonly rules: readonly HostRule[];
    readonly closings?: readonly Closing[];
    readonly script: string;
  }[];
}

interface Writing {
  /** Names. */
  readonly labs: readonly string[];
  readonly dialect: DialectName;
  readonly undo: boolean;
  /** What the labs call this host. */
  readonly thisHost: string | undefined;
  /** By machine; absent for labs, for which nothing is ever closed. */
  readonly closings?: ReadonlyMap<string, readonly Closing[]> | undefined;
}

/** A script for each host that has to let something in, or to close something. Looks up addresses. */
export async function writeScripts(
  flows: readonly Flow[],
  { labs, dialect, undo, thisHost, closings }: Writing,
  addresses: FlowAddresses,
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
  for (const [machine, some] of closings ?? []) {
    if (!rules.has(machine) && (some.length > 0 || undo)) rules.set(machine, []);
  }
  const slug = labSlug(labs);
  const hosts = [...rules].map(([host, some]) => {
    const closed = closings === undefined ? {} : { closings: closings.get(host) ?? [] };
    const called = host === THIS_MACHINE ? (thisHost ?? host) : host;
    const all = { host: called, labSlug: slug, labs, rules: some, ...closed };
    return { host, rules: some, ...closed, script: script(all, { undo }) };
  });
  const firstLine =
    hosts.length === 0
      ? `${comment}niostat firewall: there is nothing to open${lineEnd}`
      : `${refusal(`niostat: these are scripts for ${hosts.length} hosts. Make one for each with --host`)}${lineEnd}`;
  return { dialect, undo, firstLine, hosts };
}
