import type { Asked } from './asked.ts';
import type { Belief } from './belief.ts';
import { BELIEFS, SLIPS } from './beliefs.ts';
import type { Moment, Subject } from './moment.ts';
import { isProblem, type Problem } from './problem.ts';
import { askAbout, type Question } from './question.ts';
import { saidAnswer } from './said-answer.ts';
import { consoleOf, subjectFor } from './subject-for.ts';
import { trueOf } from './true-of.ts';

/** A wrong answer that a lesson writes, as `saidAnswer` reads it, and its one line. */
export interface LessonSlip {
  readonly answer: string;
  readonly fact: string;
}

/** Why a question cannot be asked. */
export interface Unaskable extends Problem {
  /** Which part of what is asked it is about, if not what it is asked of. */
  readonly about?: 'beliefs' | 'slips';
}

/**
 * The question that a lesson or a quiz asks at a moment, or why it cannot be asked there. Where beliefs are
 * named, wrong answers are theirs and those of the lesson's slips alone; a slip of ours is added only where
 * there is no wrong answer, since one choice is no question.
 */
export function questionFor(
  moment: Moment,
  asked: Asked,
  lessonSlips: readonly LessonSlip[] = [],
): Question | Unaskable {
  const { ask } = asked;
  const subject = ask === 'true of' ? trueOf(moment, asked) : subjectFor(moment, { ...asked, ask });
  if (isProblem(subject)) return subject;
  const written = writtenIn(subject);
  if (written !== undefined) return { problem: `${written} stands in the file` };
  const named = asked.beliefs && beliefsOf(asked.beliefs);
  if (named !== undefined && isProblem(named)) return named;
  const slips = slipsOf(moment, subject, lessonSlips);
  if (isProblem(slips)) return slips;
  const wrong = [...(named ?? BELIEFS), ...slips];
  const question = askAbout(moment, asked.at, subject, wrong, named === undefined ? SLIPS : []);
  if (question === undefined)
    return { problem: 'the answer is not known at this step: "at" names the moment that shows it' };
  if (question.choices.length !== 1) return question;
  const withSlip = askAbout(moment, asked.at, subject, wrong, SLIPS, 1);
  return withSlip !== undefined && withSlip.choices.length > 1
    ? withSlip
    : { problem: 'no belief gives another answer than the right one', about: 'beliefs' };
}

/** What is asked for, if the file says it: that is no question, but something can be claimed of it. */
function writtenIn(subject: Subject): string | undefined {
  if (subject.ask === 'console') {
    const { device, model } = subject;
    return consoleOf(model, device)?.explicit ? `the console of ${device.device}` : undefined;
  }
  const isAddress = subject.ask === 'port' || subject.ask === 'peer';
  return isAddress && subject.socket.by === 'file' ? `the ${subject.ask} of ${subject.socket.end}` : undefined;
}

function beliefsOf(ids: readonly string[]): Belief[] | Unaskable {
  const found: Belief[] = [];
  for (const id of ids) {
    const belief = [...BELIEFS, ...SLIPS].find((one) => one.id === id);
    if (belief === undefined) return { problem: `there is no belief "${id}"`, about: 'beliefs' };
    found.push(belief);
  }
  return found;
}

/** Slips as beliefs that say one thing. */
function slipsOf(moment: Moment, subject: Subject, slips: readonly LessonSlip[]): Belief[] | Unaskable {
  const beliefs: Belief[] = [];
  for (const { answer: text, fact } of slips) {
    const answer = saidAnswer(moment, subject, text);
    if (answer === undefined) return { problem: `"${text}" is no answer to "${subject.ask}"`, about: 'slips' };
    beliefs.push({ id: 'slip', fact: () => fact, [subject.ask]: () => answer });
  }
  return beliefs;
}
