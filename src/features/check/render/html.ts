import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { CheckOptions } from '../check.ts';

/** The labs as a page that runs the same checks itself, and shows the findings first. */
export function checkHtml(model: LabModel, { rules = [] }: CheckOptions, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'check',
    title: labNames(model.labs),
    ...packModel(model),
    ...(rules.length > 0 && { rules }),
  } as const;
  return pageHtml(data, program);
}
