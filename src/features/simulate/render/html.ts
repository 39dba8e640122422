import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';

/** The labs as a page: one HTML file that works out the rest by itself. */
export function simulateHtml(model: LabModel, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'simulate',
    title: labNames(model.labs),
    ...packModel(model),
  } as const;
  return pageHtml(data, program);
}
