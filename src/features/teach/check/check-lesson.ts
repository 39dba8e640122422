import { BELIEFS, SLIPS } from '../../../core/teach/beliefs.ts';
import { didYouMean } from '../../../core/text/nearest-word.ts';
import { answerText } from '../../../output/question-text/answer-text.ts';
import { allValues } from '../pick-values.ts';
import type { PlayedLab } from '../played-lab.ts';
import { type LoadedLesson, prepare, type StepProblem } from '../prepare.ts';
import type { AskScreen, LessonScreen, PreparedLesson } from '../prepared.ts';
import { screenProblems } from './screens.ts';
import { textProblems } from './texts.ts';

/**
 * All that is wrong with a lesson whose file can be read: with every number that a seed can pick, all screens
 * are made and drawn. `known` are the ids of other lessons. Pure.
 */
export function checkLesson(loaded: LoadedLesson, known: ReadonlySet<string>): StepProblem[] {
  const { lesson } = loaded;
  const [first, ...others] = allValues(lesson.vary).map((values) => ({ values, ...prepare(loaded, values, 'check') }));
  if (first === undefined) return [];
  const problems = [
    ...first.problems.filter(isNotOfBeliefs),
    ...orderProblems(loaded, known),
    ...beliefProblems(loaded),
    ...varyProblems(loaded, first.prepared),
    ...first.prepared.screens.flatMap((screen) => (screen.does === 'ask' ? questionProblems(screen) : [])),
    ...seenProblems(first.prepared.screens),
    ...textProblems(lesson, labsOf(first.prepared), labsOf((others.at(-1) ?? first).prepared)),
    ...screenProblems(first.prepared),
  ];
  for (const { values, prepared, problems: own } of others) {
    const withValues = `with ${Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`;
    const more =
      own.length > 0
        ? own.filter(isNotOfBeliefs)
        : [...senseProblems(first.prepared, prepared), ...screenProblems(prepared)];
    const isNew = (one: StepProblem): boolean =>
      !problems.some((old) => old.pointer === one.pointer && isAlike(old, one));
    problems.push(
      ...more.filter(isNew).map(({ pointer, message }) => ({ pointer, message: `${withValues}: ${message}` })),
    );
  }
  return onceEach(problems);
}

function orderProblems({ lesson: { id, after } }: LoadedLesson, known: ReadonlySet<string>): StepProblem[] {
  return after.flatMap((other, index): StepProblem[] => {
    if (other === id) return [{ pointer: `/after/${index}`, message: 'a lesson cannot come after itself' }];
    return known.has(other)
      ? []
      : [{ pointer: `/after/${index}`, message: `there is no lesson "${other}"${didYouMean(other, [...known])}` }];
  });
}

/** Each unknown belief is told at its own place. */
function isNotOfBeliefs({ pointer }: StepProblem): boolean {
  return !pointer.endsWith('/beliefs');
}

const BELIEF_IDS: ReadonlySet<string> = new Set([...BELIEFS, ...SLIPS].map(({ id }) => id));

function beliefProblems({ lesson: { steps } }: LoadedLesson): StepProblem[] {
  return steps.flatMap((step) => {
    const beliefs = step.does === 'ask' ? (step.beliefs ?? []) : [];
    return beliefs.flatMap((id, index) =>
      BELIEF_IDS.has(id)
        ? []
        : [
            {
              pointer: `${step.pointer}/beliefs/${index}`,
              message: `there is no belief "${id}"${didYouMean(id, [...BELIEF_IDS])}`,
            },
          ],
    );
  });
}

/** The first value is the one in the lab. */
function varyProblems({ lesson: { vary } }: LoadedLesson, { screens }: PreparedLesson): StepProblem[] {
  const bases = new Set(
    screens.flatMap(({ lab: { model } }) => model.hypervisors.slice(0, 1).map((one) => one.baseUdp)),
  );
  const consoles = new Set(
    screens.flatMap(({ lab: { model } }) => model.hypervisors.slice(0, 1).map((one) => one.baseConsole)),
  );
  const pools = new Set(screens.flatMap(({ lab: { model } }) => model.allocations[0]?.pool?.first ?? []));
  const differs = (name: 'base' | 'console' | 'pool', inLabs: ReadonlySet<number>): StepProblem[] => {
    const first = vary[name]?.[0];
    const other = first === undefined ? undefined : [...inLabs].find((one) => one !== first);
    if (first === undefined || (other === undefined && inLabs.size > 0)) return [];
    const message =
      other === undefined
        ? `no lab of this lesson has a ${name}`
        : `the first value must be the one in the lab, ${other}`;
    return [{ pointer: `/vary/${name}`, message }];
  };
  return [...differs('base', bases), ...differs('console', consoles), ...differs('pool', pools)];
}

function questionProblems({ pointer, question, as }: AskScreen): StepProblem[] {
  const texts = question.choices.map((choice) => answerText(question, choice));
  const twin = texts.find((text, index) => texts.indexOf(text) !== index);
  const isNumber = question.right.is === 'port' || question.right.is === 'count';
  if (as === 'choice' && twin !== undefined) return [{ pointer, message: `two choices read "${twin}"` }];
  if (as === 'choice' && isNumber && question.choices.length < 3)
    return [
      {
        pointer: `${pointer}/as`,
        message: 'only one wrong number to choose: write as: number, or name another belief',
      },
    ];
  return [];
}

/** What a row has shown once is no question afterwards. */
function seenProblems(screens: readonly LessonScreen[]): StepProblem[] {
  const seen = new Map<string, number>();
  return screens.flatMap((screen) => {
    const before = seen.get(screen.labKey) ?? -1;
    const shown = screen.does === 'ask' ? screen.question.step : screen.step;
    seen.set(screen.labKey, Math.max(before, shown));
    if (screen.does === 'say' || before < screen.question.step || !READ_OFF.has(screen.asked.ask)) return [];
    return [
      {
        pointer: `${screen.pointer}/at`,
        message: 'an earlier screen has shown the answer: ask before that moment is shown',
      },
    ];
  });
}

const READ_OFF: ReadonlySet<string> = new Set(['port', 'ports', 'bind']);

/** With other numbers a question has the same answers, moved. */
function senseProblems(one: PreparedLesson, other: PreparedLesson): StepProblem[] {
  return one.screens.flatMap((screen, index) => {
    const twin = other.screens[index];
    if (screen.does === 'say' || twin?.does !== 'ask' || sense(screen) === sense(twin)) return [];
    return [
      { pointer: screen.pointer, message: 'the answers change their sense: the lab differs in more than its numbers' },
    ];
  });
}

/** The answers without their numbers, and who gives them. */
function sense({ question }: AskScreen): string {
  const { right, wrong, choices } = question;
  const plain = (text: string): string => text.replace(/\d{3,}/g, '#');
  const answers = wrong.map(({ answer, belief }) => `${belief.id} ${plain(answerText(question, answer))}`);
  return JSON.stringify([plain(answerText(question, right)), answers, choices.length]);
}

function labsOf({ screens }: PreparedLesson): PlayedLab[] {
  return [...new Set(screens.map(({ lab }) => lab))];
}

/** With other numbers the same is wrong. */
function isAlike(one: StepProblem, other: StepProblem): boolean {
  const plain = ({ message }: StepProblem): string => message.replace(/^with [^:]*: /, '').replace(/\d+/g, '#');
  return plain(one) === plain(other);
}

function onceEach(problems: readonly StepProblem[]): StepProblem[] {
  const known = new Map(problems.map((one) => [`${one.pointer} ${one.message}`, one]));
  return [...known.values()];
}
