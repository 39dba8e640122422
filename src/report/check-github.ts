import type { CheckResult } from '../services/check.ts';
import { noticesOf } from './check-notices.ts';
import { githubAnnotations } from './github-annotations.ts';
import { count } from './prose.ts';
import { safeResult } from './safe-text.ts';

/** Findings as annotations, and their sum. No name is in the sum: the runner looks for commands in every line. */
export function checkGithub(unsafe: CheckResult): string {
  const { findings, labs, summary } = safeResult(unsafe);
  const sum = `${count(summary.error, 'error')}, ${count(summary.warning, 'warning')}, ${count(summary.note, 'note')}`;
  return [...githubAnnotations(noticesOf(findings)), `${count(labs.length, 'lab')}: ${sum}`].join('\n');
}
