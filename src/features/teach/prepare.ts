import { NiostatError } from '../../core/errors/niostat-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { Asked } from '../../core/teach/asked.ts';
import type { Moment } from '../../core/teach/moment.ts';
import { momentAt } from '../../core/teach/moment-at.ts';
import { isProblem } from '../../core/teach/problem.ts';
import type { Question } from '../../core/teach/question.ts';
import { questionFor, type Unaskable } from '../../core/teach/question-for.ts';
import { hintTexts } from '../../output/question-text/hint-texts.ts';
import { questionText } from '../../output/question-text/question-text.ts';
import { formFault, usualForm } from './answer-form.ts';
import type { AskStep, LabSource, Lesson, LessonStep, Play } from './lesson.ts';
import { filled, type Known } from './placeholders.ts';
import { type PlayedLab, playedLab } from './played-lab.ts';
import type { AskScreen, LessonScreen, PreparedLesson, SayScreen, Stand } from './prepared.ts';
import { wordsAfter, wordsBefore } from './question-placeholders.ts';
import type { Values } from './vary-lab.ts';

/** A lesson whose labs were read; those in files by the path that the lesson names. */
export interface LoadedLesson {
  readonly lesson: Lesson;
  readonly labs: ReadonlyMap<string, readonly Lab[]>;
}

/** Something that cannot be shown or asked, and where in the lesson file that stands. */
export interface StepProblem {
  readonly pointer: string;
  readonly message: string;
}

export interface Preparing {
  readonly prepared: PreparedLesson;
  readonly problems: readonly StepProblem[];
}

/** Makes every screen of a lesson with these numbers. Steps with a problem have no screen. Pure. */
export function prepare(loaded: LoadedLesson, values: Values, seed: string): Preparing {
  const maker = new ScreenMaker(loaded, values);
  const screens = loaded.lesson.steps.flatMap((step) => maker.screen(step) ?? []);
  const summary = maker.summary();
  return { prepared: { lesson: loaded.lesson, seed, screens, summary }, problems: maker.problems };
}

/** The same question with other numbers; undefined if it cannot be asked with them. */
export function prepareStep(loaded: LoadedLesson, pointer: string, values: Values): AskScreen | undefined {
  const step = loaded.lesson.steps.find((one) => one.pointer === pointer);
  const screen = step?.does === 'ask' ? new ScreenMaker(loaded, values).screen(step) : undefined;
  return screen?.does === 'ask' ? screen : undefined;
}

class ScreenMaker {
  readonly problems: StepProblem[] = [];
  private readonly loaded: LoadedLesson;
  private readonly values: Values;
  private readonly played = new Map<string, PlayedLab | undefined>();
  /** Where the last screen of each lab has stood. */
  private readonly stood = new Map<string, number>();

  constructor(loaded: LoadedLesson, values: Values) {
    this.loaded = loaded;
    this.values = values;
  }

  screen(step: LessonStep): LessonScreen | undefined {
    const source = step.lab ?? this.loaded.lesson.lab;
    const play = { ...this.loaded.lesson.play, ...step.play };
    const labKey = JSON.stringify([sourceName(source), play]);
    const lab = this.lab(labKey, source, play, step.pointer);
    if (lab === undefined) return undefined;
    const stand = { pointer: step.pointer, lab, labKey, values: this.values };
    return step.does === 'say' ? this.sayScreen(step, stand) : this.askScreen(step, stand);
  }

  summary(): string | undefined {
    const { summary, lab: source, play } = this.loaded.lesson;
    const lab = this.lab(JSON.stringify([sourceName(source), play]), source, play, '/summary');
    if (summary === undefined || lab === undefined) return summary;
    return this.text(summary, '/summary', { model: lab.model, state: lab.stepper.end, values: this.values });
  }

  private sayScreen(step: Extract<LessonStep, { does: 'say' }>, lab: Omit<Stand, 'step'>): SayScreen | undefined {
    const shown = step.show === undefined ? (this.stood.get(lab.labKey) ?? 0) : this.stepOf(lab, step.show, 'show');
    if (shown === undefined) return undefined;
    this.stood.set(lab.labKey, shown);
    const text = this.text(step.say, `${step.pointer}/say`, this.known(lab, shown));
    return { does: 'say', ...lab, step: shown, text };
  }

  private askScreen(step: AskStep, lab: Omit<Stand, 'step'>): AskScreen | undefined {
    const { pointer } = step;
    const at = this.stepOf(lab, step.at, 'at');
    const shown = step.show === undefined ? this.usualStand(step, lab, at) : this.stepOf(lab, step.show, 'show');
    if (at === undefined || shown === undefined) return undefined;
    if (shown > at || (shown === at && step.show !== undefined && !canBeRead(step.ask)))
      return this.problem(`${pointer}/show`, 'the screen would show the answer: show an earlier moment');
    const question = this.question(step, lab, at);
    if (question === undefined) return undefined;
    this.stood.set(lab.labKey, at);
    const before = {
      ...this.known(lab, shown),
      ofQuestion: wordsBefore(question, lab.lab.stepper.stateAt(shown).sockets.length),
    };
    const after = { ...this.known(lab, at), ofQuestion: wordsAfter(question) };
    const as = step.as ?? usualForm(question);
    const fault = formFault(as, question);
    if (fault !== undefined) return this.problem(`${pointer}/as`, fault);
    const [first, second, third] = step.hints ?? hintTexts(question);
    const hint = (text: string, index: number): string =>
      step.hints === undefined ? text : this.text(text, `${pointer}/hints/${index}`, before);
    return {
      does: 'ask',
      ...lab,
      step: shown,
      asked: step,
      question,
      as,
      text:
        step.question === undefined ? questionText(question) : this.text(step.question, `${pointer}/question`, before),
      hints: [hint(first, 0), hint(second, 1), hint(third, 2)],
      because: step.because === undefined ? undefined : this.text(step.because, `${pointer}/because`, after),
    };
  }

  /**
   * Before the moment that shows the answer; where that is on the screen already, what is asked for is
   * hidden.
   */
  private usualStand(step: AskStep, { labKey }: Omit<Stand, 'step'>, at = 0): number {
    const isThere = this.stood.get(labKey) === at && canBeRead(step.ask);
    return isThere ? at : Math.max(0, at - 1);
  }

  private question(step: AskStep, lab: Omit<Stand, 'step'>, at: number): Question | undefined {
    const { pointer, statements } = step;
    const before = this.known(lab, at - 1);
    const asked: Asked = {
      ask: step.ask,
      at: step.at,
      ...(step.of !== undefined && { of: this.text(step.of, `${pointer}/of`, before) }),
      ...(step.from !== undefined && { from: step.from }),
      ...(step.beliefs !== undefined && { beliefs: step.beliefs }),
      ...(statements.length > 0 && {
        statements: statements.map((one, index) => this.statement(one, `${pointer}/statements/${index}`, lab, at)),
      }),
    };
    const moment = this.moment(lab.lab, at);
    const after = { ...this.known(lab, at), ofQuestion: NO_WORDS };
    const slips = step.slips.map(({ answer, says }) => ({
      answer: this.text(answer, `${pointer}/slips`, after),
      fact: this.text(says, `${pointer}/slips`, after),
    }));
    const question = questionFor(moment, asked, slips);
    return isProblem(question) ? this.problem(placeOfProblem(step, question), question.problem) : question;
  }

  /** With the end of the lesson's own lab, where this one has its lines in another order. */
  private moment(lab: PlayedLab, at: number): Moment {
    const moment = momentAt(lab, at);
    const { lab: source, play } = this.loaded.lesson;
    const own = this.lab(JSON.stringify([sourceName(source), play]), source, play, '/lab');
    if (own === undefined || own === lab || !hasSwappedLines(own, lab)) return moment;
    return { ...moment, otherOrder: own.stepper.end };
  }

  private statement(
    { say, claims, belief, because }: AskStep['statements'][number],
    pointer: string,
    lab: Omit<Stand, 'step'>,
    at: number,
  ): AskStep['statements'][number] {
    const known = this.known(lab, at);
    return {
      say: this.text(say, `${pointer}/say`, known),
      claims: { ...claims, is: this.text(claims.is, `${pointer}/claims/is`, known) },
      ...(belief !== undefined && { belief }),
      ...(because !== undefined && { because: this.text(because, `${pointer}/because`, known) }),
    };
  }

  private known({ lab, values }: Omit<Stand, 'step'>, step: number): Known {
    return { model: lab.model, state: lab.stepper.stateAt(step), values };
  }

  /** The step of an anchor that this trace has. */
  private stepOf({ lab: { stepper }, pointer }: Omit<Stand, 'step'>, anchor: string, key: string): number | undefined {
    const step = stepper.stepOf(anchor);
    if (stepper.eventsAt(step).some(({ at }) => at === anchor)) return step;
    return this.problem(
      `${pointer}/${key}`,
      `the trace of this lab has no moment ${anchor}: niostat simulate LAB --trace --json lists them as "at"`,
    );
  }

  private lab(key: string, source: LabSource, play: Play, pointer: string): PlayedLab | undefined {
    if (this.played.has(key)) return this.played.get(key);
    const labs = 'inline' in source ? [source.inline] : (this.loaded.labs.get(source.path) ?? []);
    let played: PlayedLab | undefined;
    try {
      played = playedLab(labs, play, this.loaded.lesson.vary, this.values);
    } catch (error) {
      if (!(error instanceof NiostatError)) throw error;
      this.problem(pointer, error.message);
    }
    this.played.set(key, played);
    return played;
  }

  private text(text: string, pointer: string, known: Known): string {
    const result = filled(text, known);
    if ('text' in result) return result.text;
    this.problem(pointer, result.problem);
    return text;
  }

  private problem(pointer: string, message: string): undefined {
    this.problems.push({ pointer, message });
    return undefined;
  }
}

/** Lines of slips are filled before there is a question. */
const NO_WORDS = {};

/** A problem of a question stands at the key that it is about. */
function placeOfProblem({ pointer, of, beliefs, statements }: AskStep, { about }: Unaskable): string {
  if (about === 'slips') return `${pointer}/slips`;
  if (statements.length > 0) return `${pointer}/statements`;
  if (about === 'beliefs') return beliefs === undefined ? pointer : `${pointer}/beliefs`;
  return of === undefined ? `${pointer}/ask` : `${pointer}/of`;
}

/** True of questions that are asked about what is on the screen. */
function canBeRead(ask: AskStep['ask']): boolean {
  return !GIVEN_AWAY.has(ask);
}

/** What can be read off a row of the step that shows the answer. */
const GIVEN_AWAY: ReadonlySet<AskStep['ask']> = new Set(['port', 'ports', 'next port', 'bind', 'count rows']);

function sourceName(source: LabSource): string {
  return 'inline' in source ? source.inline.links.map(({ name }) => name).join() : source.path;
}

/** True if two labs have the same links, in different orders. */
function hasSwappedLines(one: PlayedLab, other: PlayedLab): boolean {
  const names = ({ model }: PlayedLab): string[] => model.labs.flatMap(({ links }) => links.map(({ name }) => name));
  const [first, second] = [names(one), names(other)];
  return first.join() !== second.join() && first.sort().join() === second.sort().join();
}
