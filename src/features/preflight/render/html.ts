import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { PreflightResult } from '../result.ts';
import { questionsOnPage } from './questions-on-page.ts';

/** The answers as a page, with the labs that they are about. */
export function preflightHtml(model: LabModel, result: PreflightResult, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'preflight',
    title: labNames(model.labs),
    ...packModel(model),
    questions: questionsOnPage(result),
  } as const;
  return pageHtml(data, program);
}
