import { packLab } from '../../../core/lab/pack-lab.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { packAssumptions } from '../../../core/model/pack-assumptions.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';

/** The labs as a page: one HTML file that works out the rest by itself. */
export function simulateHtml({ labs, assumptions }: LabModel, program: PageProgram): string {
  const data = {
    version: 1,
    kind: 'simulate',
    title: labs.map(({ name }) => name).join(', '),
    labs: labs.map(packLab),
    assumptions: packAssumptions(assumptions),
  } as const;
  return pageHtml(data, program);
}
