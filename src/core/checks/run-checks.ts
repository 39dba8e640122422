import { present } from '../present.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { type Finding, SEVERITIES } from './finding.ts';

/** Runs checks and sorts what they find: worst first, then by check, then in file order. Pure. */
export function runChecks(checks: readonly Check[], context: CheckContext): Finding[] {
  const findings: Finding[] = [];
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
        labs: details.labs ?? labsAt(location?.file, context),
        consoles,
        isUsual,
      });
      findings.push(finding);
    }
  }
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** The lab of a file, if several are looked at; in a file with more than one the line says which is meant. */
function labsAt(file: string | undefined, { labs }: CheckContext): string[] | undefined {
  if (labs.length < 2) return undefined;
  const inFile = labs.filter((lab) => lab.file === file);
  return inFile.length === 1 ? inFile.map(({ name }) => name) : undefined;
}
