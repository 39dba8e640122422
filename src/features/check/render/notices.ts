import { subjectOf } from '../../../core/checks/subject-of.ts';
import type { Notice } from '../../../output/notice.ts';
import type { CheckResult } from '../check.ts';
import { uniqueLocations } from './unique-locations.ts';
import { unreadableNotices } from './unreadable-notices.ts';

/** Files that `check` could not read, and what it has found in the others, for the formats for machines. */
export function noticesOf(result: CheckResult): Notice[] {
  return [...unreadableNotices(result.unreadable), ...findingNotices(result)];
}

/** The findings alone. */
export function findingNotices({ findings, labs }: Pick<CheckResult, 'findings' | 'labs'>): Notice[] {
  return findings.map((finding) => {
    const { id, slug, severity, message, evidence, consequences, remedy, location } = finding;
    const [first, ...others] = uniqueLocations([location ?? [], evidence.locations].flat());
    return {
      ruleId: id,
      ruleName: slug,
      severity,
      message,
      details: consequences.map(({ dynamips, text, links = [] }) => `${dynamips}: ${[text, ...links].join('; ')}`),
      remedy: remedy.text,
      paste: remedy.paste,
      location: first,
      file: finding.file ?? (labs.find(({ name }) => finding.labs?.includes(name)) ?? labs[0])?.file,
      related: others,
      subject: subjectOf(evidence),
    };
  });
}
