import { firewallCommand } from './host-findings.ts';
import type { RemedyContext } from './remedies.ts';
import type { HostFindingKind, HostReach } from './result.ts';

/** What rules of a firewall mend. */
const MENDED_BY_RULES: readonly HostFindingKind[] = ['filtered', 'lost-there'];

/** The command to run next on this host; none where something is to be mended first, or without a lab. */
export function nextCommand(
  hosts: readonly HostReach[],
  { labArguments, hasToken }: RemedyContext,
): string | undefined {
  if (labArguments === undefined || hosts.some(isUntried)) return undefined;
  const kinds = hosts.flatMap(({ host, findings }) => findings.map(({ kind }) => ({ kind, host })));
  const closed = kinds.find(({ kind }) => MENDED_BY_RULES.includes(kind));
  if (closed !== undefined) return firewallCommand(labArguments, closed.host);
  if (hosts.some(({ responder }) => responder === 'not heard') || hosts.some(isSilent)) {
    return `niostat reach ${labArguments} --token-file -`;
  }
  // The responders still have their ports, and preflight has to know them as such.
  const token = hasToken ? ' --token-file -' : '';
  return kinds.every(({ kind }) => kind === 'closed') ? `niostat preflight ${labArguments}${token}` : undefined;
}

function isUntried({ address, ports }: HostReach): boolean {
  return address === undefined || ports.some(({ state, reason }) => state === 'not tried' && reason !== 'sample');
}

function isSilent({ ports }: HostReach): boolean {
  return ports.some(({ state }) => state === 'open|filtered');
}
