import { groupBy } from '../group-by.ts';
import { present } from '../present.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { type Finding, SEVERITIES } from './finding.ts';

/** Runs checks and sorts what they find: worst first, then by check, then in file order. Pure. */
export function runChecks(checks: readonly Check[], context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const inFile = groupBy(context.labs, ({ file }) => file);
  // Only if several are looked at; in a file with more than one the line says which is meant.
  const labsAt = (file: string | undefined): string[] | undefined => {
    const [lab, ...others] = (file !== undefined && inFile.get(file)) || [];
    return context.labs.length < 2 || lab === undefined || others.length > 0 ? undefined : [lab.name];
  };
  for (const check of checks) {
    for (const details of check.find(context)) {
      const { evidence, location, consoles, isUsual } = details;
      const finding: Finding = present({
        id: check.id,
        slug: check.slug,
        severity: details.severity ?? check.severity,
        message: details.message,
        evidence: {
          hypervisors: evidence.hypervisors ?? [],
          ports: evidence.ports ?? [],
          devices: evidence.devices ?? [],
          links: evidence.links ?? [],
          locations: evidence.locations ?? [],
        },
        consequences: details.consequences ?? [],
        remedy: details.remedy,
        location,
        labs: details.labs ?? labsAt(location?.file),
        consoles,
        isUsual,
      });
      findings.push(finding);
    }
  }
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
