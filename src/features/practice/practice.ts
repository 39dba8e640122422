import { InputError } from '../../core/errors/input-error.ts';
import { didYouMean } from '../../core/text/nearest-word.ts';
import type { ScreenProgram } from '../../output/screen/screen-program.ts';
import type { Exercise } from './exercise.ts';
import { EXERCISES, findExercise } from './exercises.ts';
import { exercisesFor } from './live/dynamips-for.ts';
import { PRACTICE_FOLDER, usualFolder } from './live/folder.ts';
import { type OpenedPractice, openFolder } from './live/open-practice.ts';
import { practicesIn } from './live/practices-in.ts';
import { drawPractice } from './render/practice-screen.ts';
import { tellPractice } from './render/tell-practice.ts';
import { type PracticeState, press } from './session.ts';

export { isDone, type PracticeState } from './session.ts';

/** What a student says on the command line. */
export interface PracticeOptions {
  readonly exercise: string;
  /** Decides names, numbers and wiring; what the folder says if it is not given. */
  readonly seed?: string | undefined;
  /** Chooses one where nothing says it. */
  readonly newSeed: () => string;
  readonly class?: string | undefined;
  /** The student. */
  readonly as?: string | undefined;
  /** Where the files are, and are made if they are not. */
  readonly folder?: string | undefined;
  /** Runs on this Dynamips, a name or a path, and not on embedded hypervisors. */
  readonly dynamips?: string | undefined;
  /** Plays it from the model, without sockets. */
  readonly isPlayed?: boolean | undefined;
  /** Of niostat, for the result. */
  readonly version: string;
}

/** A practice that is ready to be shown: what a window needs, and what goes on behind it. */
export interface Practice extends OpenedPractice {
  readonly program: ScreenProgram<PracticeState>;
}

/** One line of the list of exercises. */
export interface PracticeRow extends Pick<Exercise, 'id' | 'title' | 'minutes' | 'after'> {
  /** What has become of it; absent if it was not begun in the folder of practices, nor ever done. */
  readonly state?: 'begun' | 'done' | 'given up';
}

/**
 * The exercises, and what has become of them; `done`: those that were done anywhere. With `dynamips` those
 * that this Dynamips can be taken for; throws what `openPractice` says of it.
 */
export async function practiceList(done: ReadonlySet<string>, dynamips?: string): Promise<PracticeRow[]> {
  const states = practicesIn(PRACTICE_FOLDER);
  const exercises = dynamips === undefined ? EXERCISES : await exercisesFor(dynamips);
  return exercises.map(({ id, title, minutes, after }) => {
    const state = done.has(id) ? 'done' : states.get(id);
    return { id, title, minutes, after, ...(state !== undefined && { state }) };
  });
}

/**
 * Makes the folder of an exercise, or goes on with the one that is there, and takes the ports for it. Throws
 * `InputError` for an exercise that does not exist, or a folder of something else, and `WorldError` if the
 * system does not let it.
 */
export async function openPractice(options: PracticeOptions): Promise<Practice> {
  const exercise = findExercise(options.exercise);
  if (exercise === undefined) throw unknownExercise(options.exercise);
  const folder = options.folder ?? usualFolder(exercise.id);
  const opened = await openFolder(exercise, { ...options, folder });
  const program = { start: opened.start, press, draw: drawPractice, tell: tellPractice };
  return { ...opened, program };
}

function unknownExercise(id: string): InputError {
  const nearest = didYouMean(
    id,
    EXERCISES.map((exercise) => exercise.id),
  );
  return new InputError('UNKNOWN_EXERCISE', `there is no exercise "${id}"${nearest}`, {
    next: 'niostat teach practice lists all of them',
  });
}
