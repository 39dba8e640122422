import type { LabModel } from '../model/lab-model.ts';
import type { Stepper } from '../trace/stepper.ts';
import type { Moment } from './moment.ts';

/** The step that somebody is asked to predict, of labs that can be gone through. */
export function momentAt(
  { model, stepper }: { readonly model: LabModel; readonly stepper: Stepper },
  step: number,
): Moment {
  return {
    before: stepper.stateAt(step - 1),
    events: stepper.eventsAt(step),
    after: stepper.stateAt(step),
    end: stepper.end,
    system: model.os,
    model,
  };
}
