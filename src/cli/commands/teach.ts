import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { entriesOf, readVocabulary, type WordEntry } from '../../core/words/vocabulary.ts';
import { checkLessons } from '../../features/teach/check-lessons.ts';
import { clearLessons, keptLessons } from '../../features/teach/clear.ts';
import { lessonProgram } from '../../features/teach/lesson-program.ts';
import type { LessonState } from '../../features/teach/lesson-state.ts';
import { listLessons } from '../../features/teach/list.ts';
import { lastWords, openLesson } from '../../features/teach/open-lesson.ts';
import { fileKey, keepProgress, lessonKey } from '../../features/teach/progress.ts';
import { renderCheck } from '../../features/teach/render/check-text.ts';
import { renderList } from '../../features/teach/render/list-text.ts';
import { renderPaper } from '../../features/teach/render/paper.ts';
import type { TeachCheck, TeachList } from '../../features/teach/result.ts';
import { whichLesson } from '../../features/teach/which-lesson.ts';
import { readOwnFile } from '../../world/files/own-files.ts';
import { ProgressFile } from '../../world/files/progress-file.ts';
import { agrees } from '../agrees.ts';
import { BaseCommand } from '../base-command.ts';
import { verboseFlag } from '../lab-flags.ts';
import { commandsBelow } from '../program/command-groups.ts';
import { say } from '../remarks.ts';
import { plainFlag } from '../screen/plain-flag.ts';
import { runScreen } from '../screen/run-screen.ts';
import { outputDevice } from '../standard-output.ts';
import { seedFrom, studentFlags } from '../student-flags.ts';

/** Columns of a sheet of paper. */
const PAPER_WIDTH = 78;

interface LessonFlags {
  readonly seed?: string | undefined;
  readonly plain: boolean;
  readonly color: boolean;
  readonly all: boolean;
  readonly answers: boolean;
}

export default class Teach extends BaseCommand {
  static override summary = 'Learn how ports are given, lesson by lesson.';
  static override description =
    'Without a LESSON it lists the lessons, and what to do next. A lesson asks before it shows: the answers are computed from the lab, and a wrong one is explained. It can be left at any time, and goes on there the next time.';
  static override args = {
    lesson: Args.string({ description: 'Id or number of a lesson, or a file that holds one.' }),
  };
  static override strict = false;
  static override flags = {
    seed: studentFlags.seed,
    all: Flags.boolean({ description: 'Print the whole lesson, for paper.', exclusive: ['check', 'clear'] }),
    answers: Flags.boolean({ description: 'With --all: the answers too, at the end.', dependsOn: ['all'] }),
    check: Flags.boolean({
      description: 'Check lesson files, or folders with them, before they are used.',
      exclusive: ['clear'],
    }),
    clear: Flags.boolean({ description: 'Forget what was done of all lessons.' }),
    yes: Flags.boolean({ char: 'y', description: 'With --clear: do not ask.', dependsOn: ['clear'] }),
    verbose: { ...verboseFlag.verbose, description: 'List what you can do after each lesson.' },
    ...plainFlag,
  };
  static override examples = [
    '<%= config.bin %> teach',
    '<%= config.bin %> teach one-link',
    '<%= config.bin %> teach 5 --plain',
    '<%= config.bin %> teach 1 --all --seed 2b --answers',
    '<%= config.bin %> teach --check my-lesson.yaml',
  ];

  private readonly progress = ProgressFile.open();

  async run(): Promise<TeachList | TeachCheck | undefined> {
    const parsed = await this.parse(Teach);
    const { flags } = parsed;
    const words = this.typed(parsed);
    if (flags.check) return await this.check(words, flags);
    if (flags.clear) return await this.clear(flags.yes);
    const [typed, other] = words;
    if (typed === undefined) return await this.list(flags);
    if (other !== undefined) throw new InputError('USAGE', `one lesson at a time: "${typed}" or "${other}"`);
    await this.lesson(typed, flags);
    return undefined;
  }

  private async list(flags: { color: boolean; verbose: boolean; all: boolean }): Promise<TeachList> {
    if (flags.all) throw new InputError('USAGE', '--all needs a lesson', { next: 'niostat teach one-link --all' });
    const { EXERCISES } = await import('../../features/practice/exercises.ts');
    const exercises = EXERCISES.map(({ id, title, minutes, after }) => ({ id, title, minutes, after }));
    const result = await listLessons(this.folder, this.progress, exercises);
    this.remark();
    return this.finish(result, () => renderList(result, this.page(flags)));
  }

  private async check(words: readonly string[], flags: { color: boolean }): Promise<TeachCheck> {
    const result = await checkLessons(
      words.length === 0 ? [this.folder] : words,
      (word) => this.entries([word]).length > 0,
    );
    return this.finish(result, () => renderCheck(result, this.page(flags)));
  }

  /** Asks on a terminal; elsewhere it wants --yes. */
  private async clear(yes: boolean): Promise<undefined> {
    const count = keptLessons(this.progress).length;
    if (count === 0) {
      this.show(() => 'Nothing is kept of any lesson.');
      return undefined;
    }
    const what = count === 1 ? 'one lesson' : `${count} lessons`;
    if (!yes && process.stdin.isTTY !== true)
      throw new InputError('USAGE', 'this forgets what was done of all lessons', {
        next: 'niostat teach --clear --yes',
      });
    if (!yes && !(await agrees(`Forget what was done of ${what}?`, 'interrupted: nothing is forgotten'))) {
      this.show(() => 'Nothing is forgotten.');
      return undefined;
    }
    clearLessons(this.progress);
    this.remark();
    this.show(() => `What was done of ${what} is forgotten.`);
    return undefined;
  }

  private async lesson(typed: string, flags: LessonFlags): Promise<void> {
    const isFile = isFileHere(typed);
    const { id, file } = whichLesson(typed, this.folder, isFile, commandsBelow('teach'));
    const key = id === undefined ? fileKey(resolve(file)) : lessonKey(id);
    const opened = await openLesson(file, {
      key,
      folder: this.folder,
      kept: this.progress,
      seed: flags.seed === undefined ? undefined : seedFrom(flags, ''),
      newSeed: () => seedFrom({}, ''),
      entriesOf: (words) => this.entries(words),
    });
    const { frame, seed } = opened;
    if (flags.all) {
      const { isTTY } = outputDevice();
      const width = isTTY ? Math.min(PAPER_WIDTH, this.page(flags).width) : PAPER_WIDTH;
      const { number, prepared } = frame;
      this.show(() => renderPaper(prepared, { number, width, answers: flags.answers, hasPages: isTTY !== true }));
      return;
    }
    let before: LessonState | undefined;
    const { isInterrupted } = await runScreen(lessonProgram(frame, opened.start), {
      plain: flags.plain,
      color: flags.color,
      onState: (state) => {
        keepProgress(this.progress, key, seed, state, before);
        before = state;
      },
      lastWords: (state) => (state.isDone || this.progress.isKept ? lastWords(state, frame, typed) : []),
    });
    this.remark();
    this.end({ outcome: 'clean' }, isInterrupted);
  }

  private entries(words: readonly string[]): readonly WordEntry[] {
    const all = readVocabulary(readOwnFile(join(this.program.root, 'docs', 'VOCABULARY.md')));
    return words.flatMap((word) => entriesOf(word, all).slice(0, 1));
  }

  private get folder(): string {
    return join(this.program.root, 'scenarios', 'lessons');
  }

  private remark(): void {
    for (const remark of this.progress.takeRemarks()) say(remark);
  }
}

/** What cannot be looked at, such as a name that is too long, is no file. */
function isFileHere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
