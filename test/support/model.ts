import type { Lab } from '../../src/core/lab/lab.ts';
import type { Assumptions } from '../../src/core/model/assumptions.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';

/** The model of one lab, or of several that run at once. */
export function modelOf(labs: Lab | readonly Lab[], assumptions: Assumptions = {}): LabModel {
  return LabModel.of('name' in labs ? [labs] : labs, assumptions);
}
