import { present } from '../../src/core/present.ts';
import type { Exercise } from '../../src/features/practice/exercise.ts';
import { stageOf } from '../../src/features/practice/exercises.ts';
import { firstTexts, type Texts } from '../../src/features/practice/labs-of-files.ts';
import { playedFromModel } from '../../src/features/practice/played.ts';
import {
  type About,
  beginning,
  looked,
  type PracticeState,
  press,
  saved,
  told,
} from '../../src/features/practice/session.ts';
import type { Key } from '../../src/output/screen/screen-program.ts';

/** A practice as it begins, with what the model says is to be seen. */
export function practiceOf(
  exercise: Exercise,
  { seed = 'a', place = 99, about = {} as Partial<About> } = {},
): PracticeState {
  const staged = stageOf(exercise.id, seed, place);
  const start = beginning(
    {
      exercise: exercise.id,
      title: exercise.title,
      seed,
      staged,
      folder: `/home/student/niostat-practice/${exercise.id}`,
      dynamips: 'like Dynamips from 0.2.18 on',
      ...about,
    },
    [],
    firstTexts(staged),
  );
  return seen(exercise, told(start, ['Loaded 10:04:12: 12 NIOs made, 0 refused.']));
}

/** The same once these files are saved. */
export function afterSave(exercise: Exercise, state: PracticeState, texts: Texts): PracticeState {
  const next = saved(state, { ...state.files, ...texts });
  return seen(exercise, told(next, ['Saved 10:04:12: lab loaded again, 12 NIOs made, 0 refused.']));
}

function seen(exercise: Exercise, state: PracticeState): PracticeState {
  const acts = state.acts.map((act) => ({ s: 0, ...act }));
  const { links, consoles, programs, isProgramThere } = playedFromModel(
    exercise,
    state.about.staged,
    state.files,
    acts,
  );
  const stories = links.flatMap(({ name, state: word }) =>
    word === 'ESTABLISHED'
      ? []
      : [{ name, state: word, says: 'What was expected, what is there, and why. '.repeat(6).trim() }],
  );
  return looked(state, present({ links, isProgramThere, stories, consoles, programs }));
}

/** The state after keys, none of which ends it. */
export function pressed(state: PracticeState, ...keys: Key[]): PracticeState {
  return keys.reduce<PracticeState>((now, key) => {
    const next = press(now, key);
    if (next === undefined) throw new Error(`${key} ends it`);
    return next;
  }, state);
}
