import type { Severity } from '../core/checks/finding.ts';
import { fingerprints } from './fingerprint.ts';
import { fileOf, type Notice, placedMessage, ruleTitle } from './notice.ts';
import { type Paths, withReportPaths } from './report-path.ts';
import { safeJson } from './safe-text.ts';

/** GitLab has `info`, `minor`, `major`, `critical` and `blocker`. */
const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', note: 'info' };

export interface CodeQualityOptions {
  readonly paths: Paths;
  /**
   * The rule whose notices mean that something could not be looked at: they are worse than what was found.
   */
  readonly blocker: string;
}

/**
 * Notices as a code quality report of GitLab (its documentation, "Code Quality report format"): an array
 * with an object for each. GitLab reads no further than to one that lacks a property, and keeps one of those
 * with the same fingerprint. It shows `description` in one line, which says what is wrong, and what to do.
 */
export function gitlabCodeQuality(named: readonly Notice[], { paths, blocker }: CodeQualityOptions): string {
  const notices = withReportPaths(named, paths);
  const known = fingerprints(notices);
  return safeJson(
    notices.map((notice, index) => {
      const { location, remedy, severity, ruleId } = notice;
      return {
        description: `${placedMessage(notice)}${remedy === undefined ? '' : `. What to do: ${remedy}`}`,
        check_name: ruleTitle(notice),
        fingerprint: known[index],
        severity: ruleId === blocker ? 'blocker' : SEVERITIES[severity],
        location: {
          path: fileOf(notice) ?? '',
          // A file as a whole, and an archive, begins with its first line.
          lines: { begin: location === undefined || location.within !== undefined ? 1 : location.line },
        },
      };
    }),
  );
}
