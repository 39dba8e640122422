import type { Severity } from '../core/checks/finding.ts';
import { present } from '../core/present.ts';
import { fileOf, type Notice, placedText, ruleTitle } from './notice.ts';
import { type Paths, withReportPaths } from './report-path.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * As many errors, warnings and notices of one step are shown (actions/runner, ExecutionContext.cs,
 * `_maxIssueCount`).
 */
export const SHOWN_ANNOTATIONS = 10;

/**
 * Notices as workflow commands of GitHub Actions, one line each, which it shows beside the lines of the
 * files. It takes paths to be relative to the root of the repository.
 */
export function githubAnnotations(notices: readonly Notice[], paths: Paths): string[] {
  return withReportPaths(notices, paths).map((notice) => {
    const { location, severity } = notice;
    const properties = present({
      file: fileOf(notice),
      ...(location?.within === undefined ? { line: location?.line, col: location?.column } : {}),
      title: ruleTitle(notice),
    });
    const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(placedText(notice))}`;
  });
}

/** The runner undoes these (actions/toolkit, command.ts); without them a line break would end the command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
