import type { TraceEvent } from '../trace/trace-event.ts';
import type { Belief } from './belief.ts';
import { answerOf } from './belief-answer.ts';
import { BELIEFS, SLIPS } from './beliefs.ts';
import { type Answer, isSame, type Moment, type SocketAsk, type Subject, type SubjectOf } from './moment.ts';
import { rightAnswer } from './right-answer.ts';
import { hashOf, shuffled } from './seeded.ts';
import { isOpen } from './socket-peers.ts';

/** A wrong answer, and the belief that computes it. */
export interface WrongAnswer {
  readonly answer: Answer;
  readonly belief: Belief;
}

/** A question on a step. Right and wrong answers are computed from the trace; none is written anywhere. */
export interface Question {
  readonly moment: Moment;
  readonly subject: Subject;
  /** The anchor of what is asked, such as `1b.bind`. */
  readonly at: string;
  /** The step that shows the answer. */
  readonly step: number;
  readonly right: Answer;
  /** What beliefs answer, those with the right answer and with one already listed left out. */
  readonly wrong: readonly WrongAnswer[];
  /** What to choose from; none where a number is typed. */
  readonly choices: readonly Answer[];
}

/** More wrong answers than these nobody reads. */
const MOST_WRONG = 3;
/** With fewer the choice gives the answer away. */
const FEWEST_WRONG = 2;

/**
 * The question on a step, or undefined if nothing of it can be asked: a step that gives away nothing, or one
 * that rests on what is not known. Of several subjects it takes those with the most wrong answers, and of
 * these the anchor picks one, so that it is the same each time.
 */
export function questionOf(moment: Moment): Question | undefined {
  const asked = subjectsOf(moment).flatMap(([at, subject]) => askAbout(moment, at, subject) ?? []);
  // One choice is no question.
  const questions = asked.filter(({ choices }) => choices.length !== 1);
  const most = Math.max(...questions.map(beliefCount));
  const best = questions.filter((question) => beliefCount(question) === most);
  return best[hashOf(best[0]?.at ?? '') % best.length];
}

/** How many beliefs it tells apart, up to what makes a choice. */
export function beliefCount({ wrong }: Question): number {
  return Math.min(FEWEST_WRONG, wrong.filter(({ belief }) => !SLIPS.includes(belief)).length);
}

/**
 * One question, with the wrong answers of these beliefs, in their order; slips are added as long as there are
 * fewer than `fewest`.
 */
export function askAbout(
  moment: Moment,
  at: string,
  subject: Subject,
  beliefs: readonly Belief[] = BELIEFS,
  slips: readonly Belief[] = SLIPS,
  fewest: number = FEWEST_WRONG,
): Question | undefined {
  const right = rightAnswer(moment, subject);
  if (right === undefined) return undefined;
  const wrong: WrongAnswer[] = [];
  const add = (belief: Belief, most: number) => {
    const answer = answerOf(belief, moment, subject);
    if (answer === undefined || isSame(answer, right) || wrong.length >= most) return;
    if (!wrong.some((other) => isSame(other.answer, answer))) wrong.push({ answer, belief });
  };
  for (const belief of beliefs) add(belief, MOST_WRONG);
  for (const slip of slips) add(slip, fewest);
  if (subject.ask === 'true of') wrong.push(...wrongStatements(subject, right));
  const isTyped = right.is === 'ports' || (isNumber(right) && wrong.length < fewestOf(right));
  const choices = isTyped ? [] : shuffled([right, ...wrong.map(({ answer }) => answer)], at);
  return { moment, subject, at, step: moment.after.step, right, wrong, choices };
}

/** The statements that do not hold, with what stands behind each. */
function wrongStatements({ statements }: SubjectOf<'true of'>, right: Answer): WrongAnswer[] {
  return statements.flatMap(({ belief: id, because = '' }, place) => {
    const answer = { is: 'statement', place } as const;
    if (isSame(answer, right)) return [];
    const belief = BELIEFS.find((one) => one.id === id) ?? { id: 'slip', fact: () => because };
    return [{ answer, belief }];
  });
}

/** True where the answer can be typed, as a number or as a table of them. */
function isNumber({ is }: Answer): boolean {
  return is === 'port' || is === 'count' || is === 'ports' || is === 'fits';
}

/** How many wrong answers make a choice of it; of two numbers in one answer a wrong one is enough. */
function fewestOf({ is }: Answer): number {
  return is === 'fits' ? 1 : FEWEST_WRONG;
}

/** What can be asked of the events of a step, each with its anchor. */
function subjectsOf(moment: Moment): Array<readonly [at: string, Subject]> {
  const subjects: Array<readonly [at: string, Subject]> = [];
  const isKnown = moment.system === 'linux';
  for (const event of moment.events) {
    if (event.event === 'stop' && isKnown) subjects.push([event.at, { ask: 'count rows', stopped: event.hypervisor }]);
    const isAsked = event.event === 'give' ? event.by !== 'file' : isKnown;
    const socket = 'socket' in event && event.socket !== undefined ? moment.after.sockets[event.socket] : undefined;
    if (socket === undefined || !isAsked) continue;
    for (const ask of ASKS[event.event] ?? []) {
      // Only who has a socket sends and hears.
      if (event.event !== 'frame' || isOpen(socket)) subjects.push([event.at, { ask, socket }]);
    }
  }
  return subjects;
}

const ASKS: { readonly [E in TraceEvent['event']]?: readonly SocketAsk[] } = {
  give: ['port'],
  bind: ['bind'],
  frame: ['receiver', 'hears'],
};
