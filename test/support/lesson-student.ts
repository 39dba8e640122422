import { isSame } from '../../src/core/teach/moment.ts';
import { saidAnswer } from '../../src/core/teach/said-answer.ts';
import { COURSE } from '../../src/features/teach/course.ts';
import type { Vary } from '../../src/features/teach/lesson.ts';
import { loadLesson } from '../../src/features/teach/live/load-lesson.ts';
import { pickedValues } from '../../src/features/teach/pick-values.ts';
import { type LoadedLesson, prepare } from '../../src/features/teach/prepare.ts';
import type { AskScreen, LessonScreen } from '../../src/features/teach/prepared.ts';
import { answerText } from '../../src/output/question-text/answer-text.ts';
import { LESSON_ANSWERS, type LessonAnswer } from './lesson-answers.ts';
import type { TerminalSession } from './pseudo-terminal.ts';

/** A lesson that comes with niostat, with the seed that leaves its numbers as they are in the lab. */
export interface ScriptedLesson {
  readonly id: string;
  readonly number: number;
  readonly loaded: LoadedLesson;
  readonly seed: string;
  readonly screens: readonly LessonScreen[];
  /** One for each question, worked out by hand. */
  readonly answers: readonly LessonAnswer[];
}

export async function scriptedLesson(id: string): Promise<ScriptedLesson> {
  const result = await loadLesson(`scenarios/lessons/${id}.yaml`);
  if ('problems' in result) throw new Error(`${id} cannot be read`);
  const { loaded } = result;
  const seed = seedOfFirst(loaded.lesson.vary);
  const { prepared } = prepare(loaded, pickedValues(loaded.lesson.vary, seed), seed);
  const answers = LESSON_ANSWERS[id] ?? [];
  return { id, number: COURSE.indexOf(id) + 1, loaded, seed, screens: prepared.screens, answers };
}

/** A word that picks the first of all values. */
function seedOfFirst(vary: Vary): string {
  for (let number = 0; number < 1000; number++) {
    const values = pickedValues(vary, `word${number}`);
    if (Object.entries(values).every(([name, value]) => value === vary[name as keyof Vary]?.[0]))
      return `word${number}`;
  }
  throw new Error('no seed picks the numbers of the lab');
}

/** The question with this place among those of its lesson. */
export function askNumber(screens: readonly LessonScreen[], place: number): AskScreen {
  const asked = screens.filter((screen): screen is AskScreen => screen.does === 'ask')[place];
  if (asked === undefined) throw new Error(`there is no question ${place + 1}`);
  return asked;
}

/** The keys that give an answer in words: the number of a choice, or what is typed. */
function keysFor({ as, question }: AskScreen, words: string): string {
  if (as === 'number') return `${words}\r`;
  if (as === 'table') return `${words.replaceAll(' ', '\t')}\r`;
  const said = saidAnswer(question.moment, question.subject, words);
  const place = question.choices.findIndex((choice) =>
    said === undefined ? answerText(question, choice) === words : isSame(choice, said),
  );
  if (place < 0) throw new Error(`"${words}" is none of the choices`);
  return `${place + 1}`;
}

/** A student at a terminal who waits for what is to be seen before each key. */
export class LessonStudent {
  private readonly session: TerminalSession;

  constructor(session: TerminalSession) {
    this.session = session;
  }

  async sees(...texts: readonly string[]): Promise<void> {
    await this.session.untilShown(({ lines }) => {
      const all = lines.join('\n');
      return texts.every((text) => all.includes(text));
    }, texts.join(' and '));
  }

  /** The lines of the window. */
  get lines(): readonly string[] {
    return this.session.screen().lines;
  }

  /** Reads on to the question with this number, from 1, of the lesson. */
  async readsTo(number: number, screens: readonly LessonScreen[]): Promise<void> {
    const before = screens.indexOf(askNumber(screens, number - 1));
    const first = number === 1 ? 0 : screens.indexOf(askNumber(screens, number - 2)) + 1;
    for (let index = first; index < before; index++) {
      await this.sees(`part ${index + 1} of ${screens.length}`);
      this.session.press('\r');
    }
    await this.sees(`question ${number} of`, 'h hint (0 of 3)');
  }

  /** Gives an answer that is right, and goes on. */
  async answersRightly(asked: AskScreen, words: string): Promise<void> {
    this.session.press(keysFor(asked, words));
    await this.sees('✓', 'Enter go on');
    this.session.press('\r');
  }

  /** Asks for a hint, answers wrongly, and is asked once more; of two choices the other one is shown. */
  async answersWrongly(asked: AskScreen, words: string): Promise<'asked' | 'shown'> {
    this.session.press('h');
    await this.sees('Hint 1 of 3');
    this.session.press(keysFor(asked, words));
    if (asked.as === 'choice' && asked.question.choices.length === 2) {
      await this.sees('✗', 'The answer: ', 'Enter go on');
      this.session.press('\r');
      return 'shown';
    }
    await this.sees('✗', 'Enter try once more');
    this.session.press('\r');
    await this.sees('Hint 1 of 3', 'h hint (1 of 3)');
    return 'asked';
  }

  /** Answers wrongly for the last time, and is shown the answer. */
  async missesAgain(asked: AskScreen, words: string): Promise<void> {
    this.session.press(keysFor(asked, words));
    await this.sees('✗', 'The answer: ', 'Enter go on');
    this.session.press('\r');
  }
}
