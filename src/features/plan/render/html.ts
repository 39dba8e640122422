import { packLab } from '../../../core/lab/pack-lab.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { Planned } from '../plan.ts';
import { planOnPage } from './plan-on-page.ts';

/** A plan as a page: the labs as they are, as they will be, and what changes between the two. */
export function planHtml(model: LabModel, { result, labs }: Planned, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'plan',
    title: labNames(model.labs),
    ...packModel(model),
    ...(result.changes.length > 0 && { after: labs.map(packLab) }),
    plan: planOnPage(result),
  } as const;
  return pageHtml(data, program);
}
