import type { CheckResult } from '../services/check.ts';
import { checkGithub } from './check-github.ts';
import { checkJunit } from './check-junit.ts';
import type { CheckReport } from './check-report.ts';
import { checkSarif } from './check-sarif.ts';
import { renderCheck } from './check-text.ts';
import type { Page } from './paint.ts';
import { safeJson } from './safe-text.ts';

type Renderer = (result: CheckResult, page: Page, report: CheckReport) => string;

const RENDERERS = {
  text: (result, page) => renderCheck(result, page),
  json: (result) => safeJson(result),
  sarif: (result, _page, report) => checkSarif(result, report),
  junit: (result, _page, report) => checkJunit(result, report),
  github: (result) => checkGithub(result),
} satisfies Record<string, Renderer>;

export type CheckFormat = keyof typeof RENDERERS;

export const CHECK_FORMATS = Object.keys(RENDERERS) as CheckFormat[];

/** Renders what `check` has found; nothing that came from a lab file reaches a terminal or a parser unescaped. */
export function renderCheckAs(result: CheckResult, format: CheckFormat, page: Page, report: CheckReport): string {
  return RENDERERS[format](result, page, report);
}
