import type { Generation } from '../../../core/kernel/dynamips-version.ts';
import type { Lab } from '../../../core/lab/lab.ts';
import { readScenario } from '../../../core/lab/scenario/scenario-reader.ts';
import { LabModel } from '../../../core/model/lab-model.ts';
import { Stepper } from '../../../core/trace/stepper.ts';
import { trace } from '../../../core/trace/trace.ts';

/** A lab with what happens in it, step by step. */
export interface QuizLab {
  readonly model: LabModel;
  readonly lab: Lab;
  readonly generation: Generation;
  /** The file of the lab, as every command reads it. */
  readonly text: string;
  readonly stepper: Stepper;
}

/** The lab of a scenario's text. The text is our own: one that cannot be read is a bug. */
export function quizLab(text: string, generation: Generation): QuizLab {
  const { labs, problems } = readScenario(text, 'quiz.yaml');
  const [lab] = labs;
  if (lab === undefined) throw new Error(`the lab of a quiz cannot be read: ${problems[0]?.message}\n${text}`);
  const model = LabModel.of([lab]);
  return { model, lab, generation, text, stepper: new Stepper(() => trace(model, generation)) };
}
