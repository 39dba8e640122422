import type { Severity } from '../core/checks/finding.ts';
import { present } from '../core/present.ts';
import { type Notice, placedText } from './notice.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Notices as workflow commands of GitHub Actions, one line each, which it shows beside the lines of the
 * files.
 */
export function githubAnnotations(notices: readonly Notice[]): string[] {
  return notices.map((notice) => {
    const { location, ruleId, ruleName, severity } = notice;
    const properties = present({
      file: location?.file,
      ...(location?.within === undefined ? { line: location?.line, col: location?.column } : {}),
      title: `${ruleId} ${ruleName}`,
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
