import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { CheckOptions } from '../check.ts';

/** The labs as a page that runs the same checks itself, and shows the findings first. */
export function checkHtml(model: LabModel, { rules = [] }: CheckOptions, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'check',
    title: model.labs.map(({ name }) => name).join(', '),
    ...packModel(model),
    ...(rules.length > 0 && { rules }),
  } as const;
  return pageHtml(data, program);
}
