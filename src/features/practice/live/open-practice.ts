import { homedir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import { GENERATION_IN_WORDS } from '../../../core/kernel/dynamips-version.ts';
import type { PracticeResultFile } from '../../../core/teach/result-file.ts';
import { commandWord } from '../../../core/text/shell-word.ts';
import { safeText } from '../../../output/safe-text.ts';
import { whyNoUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import type { Exercise } from '../exercise.ts';
import { stageOf } from '../exercises.ts';
import { firstTexts } from '../labs-of-files.ts';
import { type About, beginning, isSolved, type PracticeState } from '../session.ts';
import { type ClaimedPlace, claimPlace } from './claim-place.ts';
import { dynamipsFor } from './dynamips-for.ts';
import { layOut, RESULT_FILE, resultIn, usualFolder } from './folder.ts';
import { embedded, real } from './hypervisors.ts';
import { PlayedWorkbench } from './played-workbench.ts';
import { type Post, PracticeRun } from './practice-run.ts';
import { RealWorkbench } from './real-workbench.ts';
import { ResultLog } from './result-log.ts';
import { ServerWorkbench } from './server-workbench.ts';

export interface OpenedPractice {
  readonly start: PracticeState;
  /** Hears of every state of the window. */
  readonly onState: (state: PracticeState) => void;
  /** What goes on while the window is there; nothing of it is left when it settles. */
  readonly live: (post: Post, signal: AbortSignal) => Promise<void>;
  /** What is said when the window is gone. */
  readonly lastWords: (state: PracticeState) => readonly string[];
}

export interface OpenOptions {
  readonly folder: string;
  readonly seed?: string | undefined;
  readonly newSeed: () => string;
  readonly class?: string | undefined;
  readonly as?: string | undefined;
  readonly dynamips?: string | undefined;
  readonly isPlayed?: boolean | undefined;
  readonly version: string;
}

/** Opens or makes the folder of an exercise. Throws what `openPractice` says. */
export async function openFolder(exercise: Exercise, options: OpenOptions): Promise<OpenedPractice> {
  const { folder, dynamips } = options;
  const earlier = resultIn(folder);
  if (earlier !== undefined) refuseOther(exercise, earlier, options);
  const playedBecause = whyPlayed(options);
  const claimed = playedBecause === undefined ? await claimPlace(earlier?.place) : undefined;
  try {
    const number = claimed?.place.number ?? earlier?.place ?? 0;
    const seed = earlier?.seed ?? options.seed ?? options.newSeed();
    const staged = stageOf(exercise.id, seed, number);
    if (dynamips !== undefined && claimed !== undefined) await dynamipsFor(exercise, staged, dynamips, claimed.place);
    if (earlier === undefined) await layOut(folder, firstTexts(staged));
    const about: About = {
      exercise: exercise.id,
      title: exercise.title,
      seed,
      staged,
      folder: shortened(resolve(folder)),
      dynamips: dynamips ?? `like ${GENERATION_IN_WORDS[exercise.generation]}`,
      ...(playedBecause !== undefined && { playedBecause }),
    };
    return opened(exercise, about, { options, number, earlier, claimed });
  } catch (error) {
    await claimed?.release();
    throw error;
  }
}

interface Opening {
  readonly options: OpenOptions;
  /** Of the place. */
  readonly number: number;
  readonly earlier: PracticeResultFile | undefined;
  readonly claimed: ClaimedPlace | undefined;
}

function opened(exercise: Exercise, about: About, { options, number, earlier, claimed }: Opening): OpenedPractice {
  const { folder, as, version, dynamips } = options;
  const className = options.class ?? earlier?.class;
  const student = as ?? earlier?.as;
  const path = join(folder, RESULT_FILE);
  const head = {
    result: 1 as const,
    niostat: version,
    kind: 'practice' as const,
    exercise: exercise.id,
    seed: about.seed,
    place: number,
    ...(student !== undefined && { as: student }),
    ...(className !== undefined && { class: className }),
    ...(about.playedBecause !== undefined && { isPlayed: true }),
  };
  const acts = earlier?.log ?? [];
  const start = beginning(about, acts, earlier?.final ?? firstTexts(about.staged));
  const log = new ResultLog(path, head, acts);
  const run = new PracticeRun({
    start,
    folder,
    log,
    makeWorkbench: ({ onProgramEnded, onCommand, signal, done }) => {
      if (about.playedBecause !== undefined) return new PlayedWorkbench(exercise, about.staged, done);
      const start = dynamips === undefined ? embedded(exercise.generation, onCommand) : real(dynamips);
      return about.staged.server === undefined
        ? new RealWorkbench(about.staged, { start, onProgramEnded, signal })
        : new ServerWorkbench(about.staged, { start, onCommand, signal, done });
    },
  });
  const live = async (post: Post, signal: AbortSignal): Promise<void> => {
    try {
      await run.live(post, signal);
    } finally {
      await claimed?.release();
    }
  };
  return { start, onState: run.take, live, lastWords: (state) => lastWords(state, folder, log.failure) };
}

/** A folder belongs to one exercise and one seed. */
function refuseOther(
  { id }: Exercise,
  { exercise, seed }: PracticeResultFile,
  { folder, seed: wanted }: OpenOptions,
): void {
  if (exercise === id && (wanted === undefined || wanted === seed)) return;
  throw new InputError('OTHER_PRACTICE', `${folder} is a practice of ${exercise} with the seed ${seed}`, {
    next: `begin in another folder: add --folder NAME; or go on with that one: niostat teach practice ${exercise} --folder ${commandWord(folder)}`,
  });
}

/** Why this machine does not show what the exercises are about, in a clause. */
function whyPlayed({ isPlayed }: OpenOptions): string | undefined {
  if (isPlayed) return 'as --played says';
  if (process.platform === 'linux') return whyNoUdpSockets();
  const system = process.platform === 'darwin' ? 'macOS' : process.platform === 'win32' ? 'Windows' : process.platform;
  return `sockets of ${system} that want one port are not those of Linux`;
}

function shortened(path: string): string {
  const home = homedir();
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

function lastWords(state: PracticeState, folder: string, failure: string | undefined): string[] {
  const { exercise } = state.about;
  const elsewhere = folder === usualFolder(exercise) ? '' : ` --folder ${commandWord(folder)}`;
  return [
    failure === undefined
      ? safeText(`Result: ${join(folder, RESULT_FILE)}`)
      : `The result could not be written: ${failure}`,
    isSolved(state) ? 'All goals are reached.' : `To go on: niostat teach practice ${exercise}${elsewhere}`,
  ];
}
