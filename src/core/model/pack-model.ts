import { type PackedLab, packLab } from '../lab/pack-lab.ts';
import type { LabModel } from './lab-model.ts';
import { type PackedAssumptions, packAssumptions } from './pack-assumptions.ts';

/** A model as plain JSON: all else is worked out anew from it. */
export interface PackedModel {
  readonly labs: readonly PackedLab[];
  readonly assumptions: PackedAssumptions;
}

export function packModel({ labs, assumptions }: Pick<LabModel, 'labs' | 'assumptions'>): PackedModel {
  return { labs: labs.map(packLab), assumptions: packAssumptions(assumptions) };
}
