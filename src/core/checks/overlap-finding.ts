import { consequencesFor } from './consequences.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';
import type { UsedRange } from './used-range.ts';

/**
 * What a finding says about ranges that share ports, of one lab or of several: `movable` are those that get
 * another base.
 */
export function overlapFinding(
  context: CheckContext,
  message: string,
  group: readonly UsedRange[],
  movable: readonly UsedRange[],
): FindingDetails {
  const hypervisors = group.map((range) => range.hypervisor);
  return {
    severity: context.collisionSeverity(hypervisors),
    message,
    evidence: {
      hypervisors: hypervisors.map((hypervisor) => hypervisor.name),
      ports: group.map((range) => `${range.first}–${range.next - 1}`),
      locations: locationsOf(...hypervisors),
    },
    consequences: consequencesFor(context, hypervisors),
    remedy: proposeBases(context, movable, group),
    location: movable[0]?.hypervisor.location,
  };
}
