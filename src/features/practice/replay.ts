import type { Problem } from '../../core/teach/problem.ts';
import type { PracticeAct, PracticeResultFile } from '../../core/teach/result-file.ts';
import type { Exercise, Seen, Staged } from './exercise.ts';
import { findExercise, stageOf } from './exercises.ts';
import { goalId, isSolved, judge } from './judge.ts';
import { firstTexts, type Texts } from './labs-of-files.ts';
import { withLines } from './line-changes.ts';
import { type Machine, machineAfter } from './machine.ts';
import { orderFault } from './order-fault.ts';
import { PLACE_COUNT } from './places.ts';
import { playedFromModel } from './played.ts';
import { FULL_POINTS } from './session.ts';

/** What a practice came to, worked out from what was done and from nothing else. */
export interface Replayed {
  readonly title: string;
  /** 10 less what the hints cost that were taken before all goals were reached; 0 if they never were. */
  readonly points: number;
  /** True if all goals were reached at some time, and it was not given up before. */
  readonly isSolved: boolean;
  readonly hasGivenUp: boolean;
  /** Goals that are open at the end, by `goalId`, in the order of the exercise. */
  readonly open: readonly string[];
  /** How many hints were taken, before and after. */
  readonly hints: number;
  /** Beliefs behind the wrong mends that were made, in the order in which they were first made. */
  readonly beliefs: readonly string[];
  /** How often a file was saved. */
  readonly saves: number;
  /** Whole seconds; shown, never graded. */
  readonly seconds: number;
}

/** Nobody types so much in a lesson, and each save is judged. */
const MOST_ACTS = 5000;
const MOST_STATES = 200;

/**
 * Plays a practice again: makes the exercise anew from seed and place, puts in what was saved, and judges
 * after every act as the practice has done, from the model of the kernel. What the log says of goals is not
 * looked at. The shape of the result must have been checked. A problem where no practice can have left it.
 * Pure.
 */
export function replay(result: PracticeResultFile): Replayed | Problem {
  const { exercise: id, place, seed, log, final } = result;
  const exercise = findExercise(id);
  if (exercise === undefined) return { problem: `there is no exercise ${id}` };
  if (!Number.isInteger(place) || place < 0 || place >= PLACE_COUNT)
    return { problem: `place ${place} is not one of 0 to ${PLACE_COUNT - 1}` };
  if (log.length > MOST_ACTS) return { problem: `the log has ${log.length} acts; ${MOST_ACTS} are the limit` };
  const staged = stageOf(id, seed, place);
  const fault = orderFault(staged, log);
  if (fault !== undefined) return { problem: fault };
  return new Replay(exercise, staged).play(log, final);
}

class Replay {
  private readonly exercise: Exercise;
  private readonly staged: Staged;
  private files: Texts;
  /** What was to be seen when files were read that can be loaded. */
  private seen: Seen | undefined;
  private states = 0;
  private points = FULL_POINTS;
  /** Whether all goals are reached now, and whether they were at any time. */
  private isWell = false;
  private isSolved = false;
  private hasGivenUp = false;
  private readonly beliefs = new Set<string>();
  /** What was to be seen in each state: the files, and what else there is on the machine. */
  private readonly known = new Map<string, Seen>();

  constructor(exercise: Exercise, staged: Staged) {
    this.exercise = exercise;
    this.staged = staged;
    this.files = firstTexts(staged);
  }

  play(log: readonly PracticeAct[], final: Texts): Replayed | Problem {
    for (const [index, act] of log.entries()) {
      const problem = this.take(act);
      if (problem !== undefined) return { problem: `act ${index + 1} of the log: ${problem}` };
      if (changesMachine(act) && !isOneSave(act, log[index + 1])) this.look(log.slice(0, index + 1));
      if (this.states > MOST_STATES) return { problem: `more than ${MOST_STATES} saves and loads` };
    }
    const other = this.staged.files.find(({ name }) => this.files[name] !== own(final, name));
    if (other !== undefined) return { problem: `the log does not lead to the ${other.name} of the end` };
    const stranger = Object.keys(final).find((name) => this.staged.files.every((file) => file.name !== name));
    if (stranger !== undefined) return { problem: 'it has a file at the end that the exercise does not have' };
    return this.result(log);
  }

  /** What does not go, if anything. */
  private take(act: PracticeAct): string | undefined {
    switch (act.do) {
      case 'hint':
        // Hint 1 costs one point, hint 2 two, hint 3 three.
        if (!this.isSolved) this.points -= act.n;
        return undefined;
      case 'give up':
        this.hasGivenUp = true;
        return undefined;
      case 'first file':
        this.files = firstTexts(this.staged);
        return undefined;
      case 'save': {
        const text = withLines(this.files[act.file], act.lines);
        if (text === undefined) return `these lines do not fit ${act.file}`;
        const { [act.file]: _, ...others } = this.files;
        this.files = text === null ? others : { ...others, [act.file]: text };
        return undefined;
      }
      default:
        return undefined;
    }
  }

  private look(acts: readonly PracticeAct[]): void {
    this.states++;
    const state = stateOf(this.files, machineAfter(this.staged, this.files, acts));
    const seen = this.known.get(state) ?? playedFromModel(this.exercise, this.staged, this.files, acts);
    if (seen === this.seen) return;
    this.known.set(state, seen);
    // A file that cannot be read changes nothing.
    if (seen.model === undefined) return;
    this.seen = seen;
    this.isWell = isSolved(seen);
    if (this.isWell && !this.hasGivenUp) this.isSolved = true;
    if (this.isWell) return;
    const belief = this.staged.slips.find((slip) => slip.isMade(seen))?.belief;
    if (belief !== undefined) this.beliefs.add(belief);
  }

  private result(log: readonly PracticeAct[]): Replayed {
    const seen = this.seen ?? playedFromModel(this.exercise, this.staged, firstTexts(this.staged), log);
    const goals = this.isWell ? [] : judge(seen);
    return {
      title: this.exercise.title,
      points: this.isSolved ? this.points : 0,
      isSolved: this.isSolved,
      hasGivenUp: this.hasGivenUp,
      open: goals.flatMap(({ goal, isReached }) => (isReached ? [] : goalId(goal))),
      hints: log.filter((act) => act.do === 'hint').length,
      beliefs: [...this.beliefs],
      saves: log.filter((act) => act.do === 'save').length,
      seconds: log.at(-1)?.s ?? 0,
    };
  }
}

function stateOf(files: Texts, { isLoaded, empty, held, isProgramThere }: Machine): string {
  return JSON.stringify([Object.entries(files).sort(), isLoaded, [...empty], [...held], isProgramThere]);
}

function own(texts: Texts, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

const CHANGES: ReadonlySet<PracticeAct['do']> = new Set([
  'save',
  'load',
  'first file',
  'program ended',
  'program started',
]);

function changesMachine(act: PracticeAct): boolean {
  return CHANGES.has(act.do);
}

/** Several files that are saved at once are read at once. */
function isOneSave(act: PracticeAct, next: PracticeAct | undefined): boolean {
  return act.do === 'save' && next?.do === 'save' && next.s === act.s && next.file !== act.file;
}
