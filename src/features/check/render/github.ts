import { counted } from '../../../core/text/counted.ts';
import { githubAnnotations, SHOWN_ANNOTATIONS } from '../../../output/github-annotations.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';
import type { CheckReport } from './report.ts';

/**
 * Files that could not be read, findings, and their sum. No name is in the sum: the runner looks for
 * commands in every line.
 */
export function checkGithub(unsafe: CheckResult, { paths }: CheckReport): string {
  const result = safeResult(unsafe);
  const { labs, summary, unreadable = [] } = result;
  const sum = `${counted(summary.error, 'error')}, ${counted(summary.warning, 'warning')}, ${counted(summary.note, 'note')}`;
  const unread =
    unreadable.length === 0
      ? ''
      : `; ${counted(unreadable.length, 'file or folder', 'files or folders')} could not be read`;
  const isMuch = Math.max(summary.error + unreadable.length, summary.warning, summary.note) > SHOWN_ANNOTATIONS;
  const rest = isMuch ? `; GitHub shows the first ${SHOWN_ANNOTATIONS} of a severity, the log has all` : '';
  return [
    ...githubAnnotations(noticesOf(result), paths),
    `${counted(labs.length, 'lab')}: ${sum}${unread}${rest}`,
  ].join('\n');
}
