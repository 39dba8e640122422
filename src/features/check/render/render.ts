import type { Page } from '../../../output/paint.ts';
import { safeJson } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';
import { checkGithub } from './github.ts';
import { checkGitlab } from './gitlab.ts';
import { checkJunit } from './junit.ts';
import type { CheckReport } from './report.ts';
import { checkSarif } from './sarif.ts';
import { renderCheck } from './text.ts';

type Renderer = (result: CheckResult, page: Page, report: CheckReport) => string;

const RENDERERS = {
  text: (result, page, { failOn }) => renderCheck(result, page, failOn),
  json: (result) => safeJson(result),
  sarif: (result, _page, report) => checkSarif(result, report),
  junit: (result, _page, report) => checkJunit(result, report),
  github: (result, _page, report) => checkGithub(result, report),
  gitlab: (result, _page, report) => checkGitlab(result, report),
} satisfies Record<string, Renderer>;

export type CheckFormat = keyof typeof RENDERERS;

export const CHECK_FORMATS = Object.keys(RENDERERS) as CheckFormat[];

/**
 * Renders what `check` has found; nothing that came from a lab file reaches a terminal or a parser unescaped.
 */
export function renderCheckAs(result: CheckResult, format: CheckFormat, page: Page, report: CheckReport): string {
  return RENDERERS[format](result, page, report);
}
