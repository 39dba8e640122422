import { type Generation, generationOf, LATEST_VERSION } from '../kernel/dynamips-version.ts';
import type { LabModel } from './lab-model.ts';

/** The Dynamips that a simulation shows. */
export interface SimulatedDynamips {
  readonly version: string;
  readonly generation: Generation;
  /** True if nobody has said which. */
  readonly assumed: boolean;
}

/** The first version that the labs or the user name, else the latest. */
export function simulatedDynamips(model: LabModel): SimulatedDynamips {
  const said = model.hypervisors.map((one) => model.versionOf(one)).find((version) => version !== undefined);
  const usual = said ?? model.assumptions.usualDynamips;
  const version = usual ?? LATEST_VERSION['from-0.2.18'];
  return { version, generation: generationOf(version) ?? 'from-0.2.18', assumed: usual === undefined };
}
