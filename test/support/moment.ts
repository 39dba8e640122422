import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import type { LabModel } from '../../src/core/model/lab-model.ts';
import type { Belief } from '../../src/core/teach/belief.ts';
import { BELIEFS, SLIPS } from '../../src/core/teach/beliefs.ts';
import type { Moment, SocketAsk, Subject } from '../../src/core/teach/moment.ts';
import { momentAt as momentOfStep } from '../../src/core/teach/moment-at.ts';
import { askAbout, type Question } from '../../src/core/teach/question.ts';
import { Stepper } from '../../src/core/trace/stepper.ts';
import { trace } from '../../src/core/trace/trace.ts';
import { answerText } from '../../src/output/question-text/answer-text.ts';

/** The moment before the step of an anchor, with what that step brings. */
export function momentAt(model: LabModel, generation: Generation, at: string): Moment {
  const stepper = new Stepper(() => trace(model, generation));
  return momentOfStep({ model, stepper }, stepper.stepOf(at));
}

/** Each step of a lab as a moment to predict. */
export function momentsOf(model: LabModel, generation: Generation): Moment[] {
  const stepper = new Stepper(() => trace(model, generation));
  return Array.from({ length: stepper.lastStep }, (_, index) => momentOfStep({ model, stepper }, index + 1));
}

/** A question about one end, with the wrong answers of the named beliefs and slips alone. */
export function ask(moment: Moment, what: SocketAsk | 'count rows', end: string, ids: readonly string[]): Question {
  const named = ids.map((id): Belief => {
    const found = [...BELIEFS, ...SLIPS].find((belief) => belief.id === id);
    if (found === undefined) throw new Error(`there is no belief ${id}`);
    return found;
  });
  const socket = moment.after.sockets.findLast(({ end: name, role }) => name === end || `${name} ${role}` === end);
  const subject: Subject | undefined =
    what === 'count rows' ? { ask: what, stopped: end } : socket && { ask: what, socket };
  const question = subject && askAbout(moment, 'x', subject, named, []);
  if (question === undefined) throw new Error(`nothing is asked about ${end}`);
  return question;
}

/** `at R2 f0/0; at R1 f0/0 (first-keeps)`: the right answer, then the wrong ones as they are listed. */
export function answersOf(question: Question): string {
  const wrong = question.wrong.map(({ answer, belief }) => `${answerText(question, answer)} (${belief.id})`);
  return [answerText(question, question.right), ...wrong].join('; ');
}
