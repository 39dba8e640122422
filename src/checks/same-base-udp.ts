import type { Lab } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { proposeBases } from './propose-bases.ts';
import { overlap, type UsedRange } from './used-range.ts';

/** Hypervisors of one lab on one machine that start counting at the same port: the classic accident. */
export const sameBaseUdp: Check = {
  id: 'NIO001',
  slug: 'same-base-udp',
  severity: 'error',
  title: 'Hypervisors on one host have the same base UDP',
  *find(context) {
    const groups = new Map<string, UsedRange[]>();
    for (const range of context.ranges) {
      const key = `${context.labs.indexOf(range.lab)} ${range.machine} ${range.hypervisor.baseUdp}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [range]);
      else group.push(range);
    }
    for (const group of groups.values()) if (group.length > 1) yield describe(context, group);
  },
};

function describe(context: CheckContext, group: readonly UsedRange[]): FindingDetails {
  const [first, ...others] = group as [UsedRange, ...UsedRange[]];
  const hypervisors = group.map((range) => range.hypervisor);
  const base = first.hypervisor.baseUdp;
  const overlaps = group.some((a, index) => group.slice(index + 1).some((b) => overlap(a, b)));
  const names = listed(hypervisors.map((hypervisor) => hypervisor.name));
  const outcome = overlaps
    ? 'their NIOs take the same ports'
    : 'they will take the same ports as soon as both have a link';
  return {
    severity: context.collisionSeverity(hypervisors),
    message: `${names} count their UDP ports from the same base ${base} on one host: ${outcome}`,
    evidence: {
      hypervisors: hypervisors.map((hypervisor) => hypervisor.name),
      ports: [String(base)],
      locations: hypervisors.flatMap((hypervisor) => hypervisor.location ?? []),
    },
    ...(overlaps ? { consequences: consequencesFor(context, hypervisors) } : {}),
    remedy: proposeBases(context, others),
    location: (others[0] ?? first).hypervisor.location ?? locationOf(first.lab),
  };
}

function locationOf(lab: Lab): { file: string; line: number; column: number } {
  return { file: lab.file, line: 1, column: 1 };
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
