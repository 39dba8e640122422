import type { Asked } from './asked.ts';
import type { Belief } from './belief.ts';
import { BELIEFS, SLIPS } from './beliefs.ts';
import type { Moment } from './moment.ts';
import { isProblem, type Problem } from './problem.ts';
import { askAbout, type Question } from './question.ts';
import { subjectFor } from './subject-for.ts';

/**
 * The question that a lesson or a quiz asks at a moment, or why it cannot be asked there. Where beliefs are
 * named, wrong answers are theirs alone; a slip is added only where none of them gives a wrong answer, since
 * one choice is no question.
 */
export function questionFor(moment: Moment, asked: Asked): Question | Problem {
  const subject = subjectFor(moment, asked);
  if (isProblem(subject)) return subject;
  const named = asked.beliefs && beliefsOf(asked.beliefs);
  if (named !== undefined && isProblem(named)) return named;
  const question = askAbout(moment, asked.at, subject, named, named && []);
  if (question === undefined) return { problem: 'the answer is not known at this step' };
  if (question.choices.length !== 1) return question;
  const withSlip = named && askAbout(moment, asked.at, subject, named, SLIPS, 1);
  return withSlip !== undefined && withSlip.choices.length > 1
    ? withSlip
    : { problem: 'no belief gives another answer than the right one' };
}

function beliefsOf(ids: readonly string[]): Belief[] | Problem {
  const found: Belief[] = [];
  for (const id of ids) {
    const belief = [...BELIEFS, ...SLIPS].find((one) => one.id === id);
    if (belief === undefined) return { problem: `there is no belief "${id}"` };
    found.push(belief);
  }
  return found;
}
