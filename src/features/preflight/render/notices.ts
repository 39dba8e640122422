import { CHECKS } from '../../../core/checks/registry.ts';
import type { Notice, Rule } from '../../../output/notice.ts';
import type { PreflightResult } from '../result.ts';

const CHECK_IDS: ReadonlySet<string> = new Set(CHECKS.map(({ id }) => id));

/** `preflight-ports`: the rule behind a question. */
function ruleId(question: string): string {
  return `preflight-${question}`;
}

/** Each question is a rule. */
export function preflightRules({ answers }: PreflightResult): Rule[] {
  return answers.map(({ id, title }) => ({
    id: ruleId(id),
    name: id,
    severity: 'error',
    title,
    pagePath: 'docs/EXIT-CODES.md',
  }));
}

/** What the answers rest on, for the formats for machines; a question without an answer is a warning. */
export function preflightNotices({ answers }: PreflightResult): Notice[] {
  return answers.flatMap((answer) => {
    const { id, title, state, summary, details, next } = answer;
    const base = { ruleId: ruleId(id), ruleName: id, details: [], related: [] };
    const notices: Notice[] = details.map(({ severity, message, remedy, rule = '', about, location }) => ({
      ...base,
      severity,
      message: CHECK_IDS.has(rule) ? `${rule}: ${message}` : message,
      remedy,
      location,
      // Words are improved from time to time; what a detail is about stays.
      subject: [rule, ...(about ?? [message])],
    }));
    if (state === 'unknown') {
      const message = `${title} Not known: ${summary}`;
      notices.push({
        ...base,
        severity: 'warning',
        message,
        subject: [id],
        remedy: next,
      });
    }
    return notices;
  });
}
