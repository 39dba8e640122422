import { nameOf } from '../../../core/teach/socket-at.ts';
import type { Lesson, LessonStep } from '../lesson.ts';
import { withoutPlaceholders } from '../placeholders.ts';
import type { PlayedLab } from '../played-lab.ts';
import type { StepProblem } from '../prepare.ts';

/** Three sentences, then a look at the screen; more is not read. */
const MOST_SENTENCES = 3;

const MOST_WORDS = 20;

/** A text of a lesson file, and where it stands. */
interface LessonText {
  readonly pointer: string;
  readonly text: string;
}

/**
 * Texts that are too long, or have a number where a placeholder belongs. `moved` are the labs with
 * other numbers.
 */
export function textProblems(lesson: Lesson, labs: readonly PlayedLab[], moved: readonly PlayedLab[]): StepProblem[] {
  const numbers = numbersOf(labs);
  // What stays as it is with other numbers may be written out.
  if (labs.length > 0 && Object.keys(lesson.vary).length > 0)
    for (const number of numbersOf(moved).keys()) numbers.delete(number);
  return textsOf(lesson).flatMap(({ pointer, text }) =>
    [...lengthProblems(text), ...numberProblems(text, numbers)].map((message) => ({ pointer, message })),
  );
}

function textsOf({ summary, steps }: Lesson): LessonText[] {
  const texts = steps.flatMap(textsOfStep);
  return summary === undefined ? texts : [...texts, { pointer: '/summary', text: summary }];
}

function textsOfStep(step: LessonStep): LessonText[] {
  const { pointer } = step;
  if (step.does === 'say') return [{ pointer: `${pointer}/say`, text: step.say }];
  const { question, because, hints = [], slips, statements } = step;
  return [
    ...(question === undefined ? [] : [{ pointer: `${pointer}/question`, text: question }]),
    ...hints.map((text, index) => ({ pointer: `${pointer}/hints/${index}`, text })),
    ...(because === undefined ? [] : [{ pointer: `${pointer}/because`, text: because }]),
    ...slips.map(({ says }) => ({ pointer: `${pointer}/slips`, text: says })),
    ...slips.map(({ answer }) => ({ pointer: `${pointer}/slips`, text: answer })),
    ...statements.flatMap(({ say, claims, because: why }, index) => [
      { pointer: `${pointer}/statements/${index}/say`, text: say },
      { pointer: `${pointer}/statements/${index}/claims/is`, text: claims.is },
      ...(why === undefined ? [] : [{ pointer: `${pointer}/statements/${index}/because`, text: why }]),
    ]),
  ];
}

/** A sentence ends before a blank and a capital letter, a digit, a quote or a placeholder. */
const END_OF_SENTENCE = /(?<=[.!?]"?)\s+(?=["'(]?[\p{Lu}\d{])/u;

function lengthProblems(text: string): string[] {
  const sentences = text.trim().split(END_OF_SENTENCE);
  const long = sentences.find((sentence) => wordCount(sentence) > MOST_WORDS);
  return [
    ...(sentences.length > MOST_SENTENCES ? [`${sentences.length} sentences: write at most ${MOST_SENTENCES}`] : []),
    ...(long === undefined ? [] : [`a sentence of ${wordCount(long)} words: write at most ${MOST_WORDS}`]),
  ];
}

/** A placeholder stands for one word. */
function wordCount(sentence: string): number {
  const words = sentence.replace(/\{[^{}]*\}/g, 'x').split(/\s+/);
  return words.filter((word) => /[\p{L}\d]/u.test(word)).length;
}

function numberProblems(text: string, numbers: ReadonlyMap<number, string>): string[] {
  const typed = withoutPlaceholders(text).match(/(?<![\d.:])\d{4,6}(?!\.?\d)/g) ?? [];
  return typed.flatMap((word) => {
    const name = numbers.get(Number(word));
    return name === undefined
      ? []
      : [`${word} is a number of the lab: write {${name}}, or it is wrong with other numbers`];
  });
}

/** Every number that the labs of a lesson have, and how a placeholder calls it. */
function numbersOf(labs: readonly PlayedLab[]): Map<number, string> {
  const named = labs.flatMap(namedNumbers);
  // Of several names of a number the first one is said.
  return new Map(named.reverse());
}

function namedNumbers({ model, stepper }: PlayedLab): Array<[number, string]> {
  const { hypervisors, sockets, devices } = stepper.end;
  const named: Array<[number | undefined, string]> = [
    [model.allocations.some(({ countsUp }) => countsUp) ? model.hypervisors[0]?.baseUdp : undefined, 'base'],
    ...hypervisors.map(({ base, hypervisor }): [number | undefined, string] => [base, `base of ${hypervisor}`]),
    [model.allocations[0]?.pool?.first, 'pool'],
    ...sockets.map((socket): [number, string] => [socket.port, `port of ${nameOf(socket)}`]),
    ...hypervisors.map(({ next, hypervisor }): [number | undefined, string] => [next, `next port of ${hypervisor}`]),
    ...devices.map(({ device, consoles }): [number | undefined, string] => [
      consoles.find(({ type }) => type === 'console')?.port,
      `console of ${device}`,
    ]),
  ];
  return named.flatMap(([number, name]): Array<[number, string]> => (number === undefined ? [] : [[number, name]]));
}
