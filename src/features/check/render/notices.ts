import type { Finding } from '../../../core/checks/finding.ts';
import { subjectOf } from '../../../core/checks/subject-of.ts';
import type { Location } from '../../../core/lab/lab.ts';
import type { Notice } from '../../../output/notice.ts';

/** Findings of `check` for the formats for machines. */
export function noticesOf(findings: readonly Finding[]): Notice[] {
  return findings.map(({ id, slug, severity, message, evidence, consequences, remedy, location }) => {
    const [first, ...others] = unique([location ?? [], evidence.locations].flat());
    return {
      ruleId: id,
      ruleName: slug,
      severity,
      message,
      details: consequences.map(({ dynamips, text, links = [] }) => `${dynamips}: ${[text, ...links].join('; ')}`),
      remedy: remedy.text,
      paste: remedy.paste,
      location: first,
      related: others,
      subject: subjectOf(evidence),
    };
  });
}

function unique(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((at) => [`${at.line}:${at.column}:${at.file}`, at])).values()];
}
