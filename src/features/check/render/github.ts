import { counted } from '../../../core/text/counted.ts';
import { githubAnnotations } from '../../../output/github-annotations.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';

/**
 * Findings as annotations, and their sum. No name is in the sum: the runner looks for commands in every line.
 */
export function checkGithub(unsafe: CheckResult): string {
  const { findings, labs, summary } = safeResult(unsafe);
  const sum = `${counted(summary.error, 'error')}, ${counted(summary.warning, 'warning')}, ${counted(summary.note, 'note')}`;
  return [...githubAnnotations(noticesOf(findings)), `${counted(labs.length, 'lab')}: ${sum}`].join('\n');
}
