import type { LabModel } from '../../core/model/lab-model.ts';
import type { PracticeAct } from '../../core/teach/result-file.ts';
import type { Key } from '../../output/screen/screen-program.ts';
import type { GoalState, Seen, SeenLink, Staged } from './exercise.ts';
import { goalId, judge } from './judge.ts';
import { firstTexts, modelOfFiles, type Texts } from './labs-of-files.ts';
import { lineChanges } from './line-changes.ts';

/** What was done, without when. */
export type Act = WithoutTime<PracticeAct>;

type WithoutTime<T> = T extends unknown ? Omit<T, 's'> : never;

/** What stays the same during a practice. */
export interface About {
  readonly exercise: string;
  readonly title: string;
  readonly seed: string;
  readonly staged: Staged;
  /** The folder as the student may type it. */
  readonly folder: string;
  /** What the hypervisors are: `0.2.24 (niostat)`. */
  readonly dynamips: string;
  /** Why it is played from the model, in a clause; absent on real sockets. */
  readonly playedBecause?: string;
}

/** What is to be seen of the labs now. */
export interface Sight extends Pick<Seen, 'links' | 'consoles' | 'programs' | 'isProgramThere'> {
  /** Why links are not well, in sentences. */
  readonly stories: readonly LinkStory[];
}

export interface LinkStory extends Pick<SeenLink, 'name' | 'state'> {
  readonly says: string;
}

/** What the window shows. */
type Panel = 'work' | 'task' | 'links' | 'mend' | 'first file?' | 'give up?';

/** A practice, as a value. */
export interface PracticeState {
  readonly about: About;
  /** All that was done, in earlier runs too. */
  readonly acts: readonly Act[];
  /** The files as they were read last; one that is gone is absent. */
  readonly files: Texts;
  /** Undefined until the links were looked at. */
  readonly sight: Sight | undefined;
  readonly goals: readonly GoalState[];
  /** What a common wrong mend shows, where the files are one. */
  readonly slip: string | undefined;
  /** What has happened last, in sentences. */
  readonly news: readonly string[];
  readonly panel: Panel;
}

/** Points of an exercise before any hint. */
export const FULL_POINTS = 10;

export const HINT_COUNT = 3;

/** A practice that goes on with what was done before. */
export function beginning(about: About, acts: readonly Act[], files: Texts): PracticeState {
  return { about, acts, files, sight: undefined, goals: [], slip: undefined, news: [], panel: 'work' };
}

/** How many hints were taken. */
export function hintsUsed({ acts }: Pick<PracticeState, 'acts'>): number {
  return acts.filter((act) => act.do === 'hint').length;
}

export function hasGivenUp({ acts }: Pick<PracticeState, 'acts'>): boolean {
  return acts.some((act) => act.do === 'give up');
}

/** True once all goals are reached, as far as it was looked. */
export function isSolved({ goals }: Pick<PracticeState, 'goals'>): boolean {
  return goals.length > 0 && goals.every(({ isReached }) => isReached);
}

/** True once all goals were reached, and it was not given up before. */
export function isDone({ acts }: Pick<PracticeState, 'acts'>): boolean {
  return solvedAt(acts) >= 0 && !hasGivenUp({ acts: beforeSolved(acts) });
}

/**
 * The points: hint 1 costs one, hint 2 two, hint 3 three. What is done after all goals were reached costs
 * nothing.
 */
export function pointsLeft({ acts }: Pick<PracticeState, 'acts'>): number {
  const counted = beforeSolved(acts);
  if (hasGivenUp({ acts: counted })) return 0;
  return counted.reduce((points, act) => (act.do === 'hint' ? points - act.n : points), FULL_POINTS);
}

function beforeSolved(acts: readonly Act[]): readonly Act[] {
  const index = solvedAt(acts);
  return index < 0 ? acts : acts.slice(0, index);
}

/** The act with which all goals were reached for the first time, from 0; -1 if they never were. */
function solvedAt(acts: readonly Act[]): number {
  return acts.findIndex((act) => act.do === 'goals' && act.open.length === 0);
}

/** The practice after a key; undefined where that ends it. */
export function press(state: PracticeState, key: Key): PracticeState | undefined {
  const { panel } = state;
  if (panel === 'first file?' || panel === 'give up?') return answered(state, key);
  switch (key) {
    case 'q':
      return undefined;
    case 'h':
      return hinted(state);
    case 'r':
      return did({ ...state, panel: 'work', news: [] }, { do: 'load' });
    case 'l':
      return { ...state, panel: panel === 'links' ? 'work' : 'links' };
    case 't':
      return { ...state, panel: panel === 'task' ? 'work' : 'task' };
    case 'o':
      return { ...state, panel: 'first file?' };
    case 'u':
      return { ...state, panel: hasGivenUp(state) ? 'mend' : 'give up?' };
    case 'enter':
    case 'escape':
    case 'space':
      return panel === 'work' ? state : { ...state, panel: 'work' };
    default:
      return state;
  }
}

function answered(state: PracticeState, key: Key): PracticeState {
  if (key !== 'y') return { ...state, panel: 'work' };
  return state.panel === 'give up?'
    ? did({ ...state, panel: 'mend' }, { do: 'give up' })
    : did({ ...state, panel: 'work', news: [], files: firstTexts(state.about.staged) }, { do: 'first file' });
}

/** The next hint; when there is none left, those that were taken. */
function hinted(state: PracticeState): PracticeState {
  const next = hintsUsed(state) + 1;
  const shown: PracticeState = { ...state, panel: 'task' };
  return next > HINT_COUNT ? shown : did(shown, { do: 'hint', n: next as 1 | 2 | 3 });
}

/** The practice with one more act. */
export function did(state: PracticeState, act: Act): PracticeState {
  return { ...state, acts: [...state.acts, act] };
}

/** The practice when files were read that are not as they were: a save for each of them. */
export function saved(state: PracticeState, files: Texts): PracticeState {
  const names = state.about.staged.files.map(({ name }) => name);
  const changed = names.filter((name) => files[name] !== state.files[name]);
  const saves = changed.map((file): Act => ({ do: 'save', file, lines: lineChanges(state.files[file], files[file]) }));
  return { ...state, files, acts: [...state.acts, ...saves] };
}

/** The practice with what has happened. */
export function told(state: PracticeState, news: readonly string[]): PracticeState {
  return { ...state, news };
}

/** The practice when the links were looked at: the goals as they are now. */
export function looked(state: PracticeState, sight: Sight): PracticeState {
  const { files, about } = state;
  const { links, consoles, isProgramThere } = sight;
  const { staged } = about;
  const read = modelOfFiles(staged, files);
  const model = 'model' in read ? read.model : undefined;
  const seen: Seen = { staged, files, model, links, isProgramThere, ...(consoles !== undefined && { consoles }) };
  const goals = judge(seen);
  const slip = isSolved({ goals }) ? undefined : staged.slips.find((one) => one.isMade(seen))?.says;
  const next = { ...state, sight: { ...sight, links: inOrder(links, model) }, goals, slip };
  const open = goals.flatMap(({ goal, isReached }) => (isReached ? [] : [goalId(goal)]));
  const before = state.acts.findLast((act) => act.do === 'goals');
  const isSame = before !== undefined && before.open.join() === open.join();
  return isSame ? next : did(next, { do: 'goals', open });
}

/** Links in the order of their labs, in which a reader finds them again. */
function inOrder(links: readonly SeenLink[], model: LabModel | undefined): readonly SeenLink[] {
  const names = (model?.labs ?? []).flatMap(({ file, links: all }) => all.map(({ name }) => `${file} ${name}`));
  const placeOf = ({ file, name }: SeenLink): number => names.indexOf(`${file} ${name}`);
  return [...links].sort((one, other) => placeOf(one) - placeOf(other));
}
