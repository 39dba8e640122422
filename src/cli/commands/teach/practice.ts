import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { EXIT } from '../../../core/errors/exit-code.ts';
import { PROCESS_TITLES } from '../../../core/words/process-titles.ts';
import { isDone, openPractice, practiceList } from '../../../features/practice/practice.ts';
import { renderPracticeList } from '../../../features/practice/render/practice-list.ts';
import { ProgressFile } from '../../../world/files/progress-file.ts';
import { BaseCommand } from '../../base-command.ts';
import { plainFlag } from '../../screen/plain-flag.ts';
import { runScreen } from '../../screen/run-screen.ts';
import { seedFrom, studentFlags } from '../../student-flags.ts';

export default class Practice extends BaseCommand {
  static override summary = 'Mend a broken lab on real sockets.';
  static override description =
    'Makes a folder with a lab, starts small hypervisors on ports of its own and loads the lab. Edit the lab and save: it is loaded again, and the goals that are reached are marked. Run again, it goes on where it was. Without an EXERCISE it lists the exercises.';
  static override enableJsonFlag = false;
  static override args = {
    exercise: Args.string({ description: 'Id of an exercise, such as same-base-new.' }),
  };
  static override flags = {
    ...studentFlags,
    folder: Flags.string({
      helpValue: '<folder>',
      description: 'Where the lab is. Default: niostat-practice/EXERCISE. What is there already is gone on with.',
    }),
    real: Flags.boolean({ description: 'On the Dynamips that is installed; only exercises about its version.' }),
    program: Flags.string({
      helpValue: '<path>',
      description: 'With --real: this Dynamips. Default: dynamips.',
      dependsOn: ['real'],
    }),
    played: Flags.boolean({
      description: 'Without sockets, played from the model; so it is anyway where the system is not Linux.',
      exclusive: ['real'],
    }),
    ...plainFlag,
  };
  static override examples = [
    '<%= config.bin %> teach practice',
    '<%= config.bin %> teach practice same-base-new',
    '<%= config.bin %> teach practice same-base-new --class 2b --as student07',
    '<%= config.bin %> teach practice same-base-old --real',
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Practice);
    const progress = ProgressFile.open();
    const dynamips = flags.real ? (flags.program ?? 'dynamips') : undefined;
    if (args.exercise === undefined) {
      const rows = await practiceList(doneIn(progress), dynamips);
      this.show(() => renderPracticeList(rows, this.page(flags)));
      return;
    }
    const { exercise } = args;
    const isNamed = flags.seed !== undefined || flags.class !== undefined;
    const { program, onState, live, lastWords } = await openPractice({
      exercise,
      seed: isNamed ? seedFrom(flags, exercise) : undefined,
      newSeed: () => seedFrom({}, exercise),
      class: flags.class,
      as: flags.as,
      folder: flags.folder,
      dynamips,
      isPlayed: flags.played,
      version: this.program.version,
    });
    // So that socket tables show whose the sockets are.
    process.title = PROCESS_TITLES.practice;
    const { isInterrupted } = await runScreen(program, {
      plain: flags.plain,
      color: flags.color,
      onState: (state) => {
        onState(state);
        if (isDone(state)) keepDone(progress, exercise);
      },
      live,
      lastWords: (state) => [...lastWords(state), ...progress.takeRemarks()],
    });
    if (isInterrupted) process.exitCode = EXIT.interrupted;
  }
}

/** What is kept of an exercise. */
const DONE = { done: true };

function keepDone(progress: ProgressFile, exercise: string): void {
  const key = keyOf(exercise);
  if (progress.get(key) === undefined) progress.change(key, () => DONE);
}

function doneIn(progress: ProgressFile): ReadonlySet<string> {
  return new Set(progress.keys().flatMap((key) => (key.startsWith(KEY) ? [key.slice(KEY.length)] : [])));
}

const KEY = 'exercise/';

function keyOf(exercise: string): string {
  return `${KEY}${exercise}`;
}
