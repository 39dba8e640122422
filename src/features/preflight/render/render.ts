import { labNames } from '../../../core/text/lab-names.ts';
import { githubAnnotations } from '../../../output/github-annotations.ts';
import { junit, type TestOutcome } from '../../../output/junit.ts';
import { type Notice, noticeText } from '../../../output/notice.ts';
import type { Page } from '../../../output/paint.ts';
import type { Paths } from '../../../output/report-path.ts';
import { safeJson, safeResult } from '../../../output/safe-text.ts';
import { sarif } from '../../../output/sarif.ts';
import { countStates, isBad, type PreflightAnswer, type PreflightResult } from '../result.ts';
import { preflightNotices, preflightRules } from './notices.ts';
import { renderPreflight, STATE_WORDS } from './text.ts';

/** What formats for machines say in addition to the answers. */
export interface PreflightReport {
  /** Version of niostat. */
  readonly version: string;
  /** `homepage` of package.json, if there is one. */
  readonly homepage?: string | undefined;
  readonly startedAt: Date;
  readonly paths: Paths;
}

type Renderer = (result: PreflightResult, page: Page, report: PreflightReport) => string;

const RENDERERS = {
  text: (result, page) => renderPreflight(result, page),
  json: (result) => safeJson(result),
  sarif: preflightSarif,
  junit: (result, _page, { startedAt }) => preflightJunit(safeResult(result), startedAt),
  github: (result, _page, { paths }) => preflightGithub(safeResult(result), paths),
} satisfies Record<string, Renderer>;

export type PreflightFormat = keyof typeof RENDERERS;

export const PREFLIGHT_FORMATS = Object.keys(RENDERERS) as PreflightFormat[];

/**
 * Renders the answers; nothing that came from a file or the network reaches a terminal or a parser unescaped.
 */
export function renderPreflightAs(
  result: PreflightResult,
  format: PreflightFormat,
  page: Page,
  report: PreflightReport,
): string {
  return RENDERERS[format](result, page, report);
}

/** Only what people read is made safe: a path must stay the path of the file. */
function preflightSarif(result: PreflightResult, _page: Page, report: PreflightReport): string {
  const { version, homepage, paths } = report;
  const notices = preflightNotices(result).map(({ location, ...words }) => ({
    ...safeResult(words),
    location,
    file: result.labs[0]?.file,
  }));
  const isComplete = result.outcome !== 'unknown';
  return sarif(notices, { version, homepage, rules: preflightRules(result), isComplete, paths });
}

/** One test suite, and in it one case for each question. */
function preflightJunit(result: PreflightResult, startedAt: Date): string {
  const notices = preflightNotices(result);
  const name = labNames(result.labs, ' + ');
  const cases = result.answers.map((answer) => ({
    name: `${answer.id}: ${answer.title}`,
    className: 'niostat.preflight',
    outcome: testOutcome(
      answer,
      notices.filter(({ ruleName }) => ruleName === answer.id),
    ),
  }));
  return junit([{ name, cases, output: `Next: ${result.next}` }], startedAt);
}

function testOutcome(answer: PreflightAnswer, notices: readonly Notice[]): TestOutcome {
  const { state, summary } = answer;
  if (state === 'ok') return { state: 'passed' };
  if (state === 'skipped') return { state: 'skipped' };
  const text = notices.map((notice) => `${notice.severity}: ${noticeText(notice)}`).join('\n\n');
  return { state: isBad(answer) ? 'failure' : 'error', type: state, message: summary, text };
}

/** No name is in the sum: the runner looks for commands in every line. */
function preflightGithub(result: PreflightResult, paths: Paths): string {
  const sum = [...countStates(result.answers)].map(([state, number]) => `${number} ${STATE_WORDS[state]}`).join(', ');
  return [...githubAnnotations(preflightNotices(result), paths), `preflight: ${sum}`].join('\n');
}
