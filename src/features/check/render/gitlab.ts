import { gitlabCodeQuality } from '../../../output/gitlab-code-quality.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';
import type { CheckReport } from './report.ts';
import { UNREADABLE_RULE } from './unreadable-notices.ts';

/** Findings as a code quality report of GitLab; files that could not be read are its blockers. */
export function checkGitlab(result: CheckResult, { paths }: CheckReport): string {
  const notices = noticesOf(result).map(({ location, file, ...words }) => ({ ...safeResult(words), location, file }));
  return gitlabCodeQuality(notices, { paths, blocker: UNREADABLE_RULE.id });
}
