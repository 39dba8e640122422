import type { Notice, Rule } from '../../../output/notice.ts';
import type { AnswerState, PreflightAnswer, PreflightResult } from '../result.ts';

/** `preflight-ports`: the rule behind a question. */
function ruleId(question: string): string {
  return `preflight-${question}`;
}

/** Each question is a rule. */
export function preflightRules({ answers }: PreflightResult): Rule[] {
  return answers.map(({ id, title }) => ({ id: ruleId(id), name: id, severity: 'error', title }));
}

/** What the answers rest on, for the formats for machines; a question without an answer is a warning. */
export function preflightNotices({ answers }: PreflightResult): Notice[] {
  return answers.flatMap((answer) => {
    const { id, title, state, summary, details, next } = answer;
    const base = { ruleId: ruleId(id), ruleName: id, details: [], related: [] };
    const notices: Notice[] = details.map(({ severity, message, remedy, rule = '', location }) => ({
      ...base,
      severity,
      message: /^NIO\d/.test(rule) ? `${rule}: ${message}` : message,
      ...(remedy === undefined ? {} : { remedy }),
      ...(location === undefined ? {} : { location }),
      subject: [rule, message],
    }));
    if (state === 'unknown') {
      const message = `${title} Not known: ${summary}`;
      notices.push({
        ...base,
        severity: 'warning',
        message,
        subject: [id],
        ...(next === undefined ? {} : { remedy: next }),
      });
    }
    return notices;
  });
}

/** True if an answer makes the exit code 1. */
export function isBad({ state }: { readonly state: AnswerState }): boolean {
  return state === 'failed' || state === 'warning';
}

/** How often each state is the answer. */
export function countStates(answers: readonly PreflightAnswer[]): ReadonlyMap<AnswerState, number> {
  const counts = new Map<AnswerState, number>();
  for (const { state } of answers) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
