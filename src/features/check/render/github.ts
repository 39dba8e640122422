import { githubAnnotations } from '../../../output/github-annotations.ts';
import { count } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';

/** Findings as annotations, and their sum. No name is in the sum: the runner looks for commands in every line. */
export function checkGithub(unsafe: CheckResult): string {
  const { findings, labs, summary } = safeResult(unsafe);
  const sum = `${count(summary.error, 'error')}, ${count(summary.warning, 'warning')}, ${count(summary.note, 'note')}`;
  return [...githubAnnotations(noticesOf(findings)), `${count(labs.length, 'lab')}: ${sum}`].join('\n');
}
