import { GNS3_SERVERS } from '../../core/allocation/gns3-server.ts';
import { type Finding, SEVERITIES, type Severity } from '../../core/checks/finding.ts';
import type { Lab } from '../../core/lab/lab.ts';
import { type CheckOptions, type CheckResult, check } from './check.ts';

/**
 * Checks the labs of each file by themselves, as if those of other files never ran: for a folder of labs that wait for their
 * day. The result is that of all files together, findings worst first. A server's configuration counts for the files that a GNS3
 * server runs, and what is found in it is said once. Throws what `check` throws.
 */
export function checkEach(labs: readonly Lab[], options: CheckOptions = {}): CheckResult {
  const files = new Map<string, Lab[]>();
  for (const lab of labs) {
    const group = files.get(lab.file);
    if (group === undefined) files.set(lab.file, [lab]);
    else group.push(lab);
  }
  const { serverConf, ...withoutConf } = options;
  // If it is of no use to any file it goes to all of them, so that this is told as for labs that run at once.
  const isUnused = !labs.some((lab) => isOnGns3Server(lab, options));
  const optionsFor = (group: readonly Lab[]): CheckOptions =>
    isUnused || group.some((lab) => isOnGns3Server(lab, options)) ? options : withoutConf;
  // Without any file too, so that an unknown rule or version is told.
  const results =
    files.size === 0 ? [check([], options)] : [...files.values()].map((group) => check(group, optionsFor(group)));
  const findings = withoutRepeats(
    results.flatMap((result) => result.findings),
    serverConf?.file,
  );
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    schemaVersion: 1,
    labs: results.flatMap((result) => result.labs),
    findings: findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    summary: { error: count('error'), warning: count('warning'), note: count('note') },
  };
}

/** The version that the projects are opened with is the newest of theirs, so that it is enough to look at each lab alone. */
function isOnGns3Server(lab: Lab, { allocator = lab.allocator }: CheckOptions): boolean {
  return GNS3_SERVERS.some(({ name }) => name === allocator);
}

/** Drops findings at a place in `file` that are equal to an earlier one. */
function withoutRepeats(findings: readonly Finding[], file: string | undefined): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (file === undefined || finding.location?.file !== file) return true;
    const text = JSON.stringify(finding);
    const isFirst = !seen.has(text);
    seen.add(text);
    return isFirst;
  });
}
