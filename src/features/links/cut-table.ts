import { endName, hostText } from './link-end.ts';
import type { LinkEnd } from './link-table.ts';
import type { LinkJudgement } from './verdicts.ts';

/** An end was not found on a host that has more sockets than were read: it may be one of the others. */
export function inCutTable(missing: LinkEnd, known: LinkEnd | undefined): LinkJudgement {
  const seen = known === undefined ? '' : `${endName(known)} is there. `;
  return {
    state: 'UNKNOWN',
    evidence: [`not all sockets of ${hostText(missing)} were read`],
    explanation: `${seen}No socket for the other end, UDP port ${missing.localPort}, is among those of ${hostText(missing)} that were read, and that host has more.`,
    remedy: `run niostat links on ${missing.host} itself, which has no such limit`,
  };
}
