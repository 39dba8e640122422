import * as Flags from '@oclif/core/flags';
import { InputError } from '../../../core/errors/input-error.ts';
import { type Quiz, type QuizOptions, quizOf } from '../../../features/quiz/quiz.ts';
import type { QuizRecord } from '../../../features/quiz/record.ts';
import type { QuizSheet } from '../../../features/quiz/sheet.ts';
import { DIFFICULTIES, MOST_QUESTIONS, TOPICS, USUAL_QUESTIONS, USUAL_TOPICS } from '../../../features/quiz/topics.ts';
import { BaseCommand } from '../../base-command.ts';
import { plainFlag } from '../../screen/plain-flag.ts';
import { seedFrom, studentFlags } from '../../student-flags.ts';

const FORMATS = ['markdown', 'json', 'gift'] as const;

/** What is typed and concerns one quiz. */
interface QuizFlags {
  readonly as?: string | undefined;
  readonly class?: string | undefined;
  readonly write?: string | undefined;
  readonly plain: boolean;
  readonly color: boolean;
}

export default class TeachQuiz extends BaseCommand {
  static override summary = 'Answer questions on random labs, or print them.';
  static override description =
    'Each question is about a small lab of its own. The answers are computed from the lab; a wrong one is explained at once, with the step that shows it. A question may be answered twice, and the first answer counts.';
  static override flags = {
    ...studentFlags,
    difficulty: Flags.option({
      options: DIFFICULTIES,
      default: 'easy' as const,
      description:
        'easy: one hypervisor, or two with one link; medium: two hypervisors; hard: more of all, links that are made again, GNS3.',
    })(),
    topic: Flags.option({
      options: TOPICS,
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      description: 'What it is about, several with commas between them; without it what fits the difficulty.',
    })(),
    count: Flags.integer({
      min: 1,
      max: MOST_QUESTIONS,
      default: USUAL_QUESTIONS,
      helpValue: '<n>',
      description: 'How many questions.',
    }),
    format: Flags.option({
      options: FORMATS,
      description: 'Print the questions: markdown for paper, gift for Moodle, json with everything.',
    })(),
    answers: Flags.boolean({ description: 'With --format markdown: answers and why, at the end.' }),
    write: Flags.string({
      helpValue: '<file>',
      description: 'Keep the answers in this file, and go on where it ends; with --as it is quiz-CLASS-NAME.json.',
      exclusive: ['format'],
    }),
    ...plainFlag,
  };
  static override examples = [
    '<%= config.bin %> teach quiz',
    '<%= config.bin %> teach quiz --difficulty medium --topic ports,frames --count 5',
    '<%= config.bin %> teach quiz --class 2b --as student07',
    '<%= config.bin %> teach quiz --seed monday --format markdown --answers',
    '<%= config.bin %> teach quiz --seed monday --count 50 --format gift > quiz.gift',
  ];

  async run(): Promise<QuizSheet | undefined> {
    const { flags } = await this.parse(TeachQuiz);
    const { difficulty, topic, count, format, answers } = flags;
    if (answers && format !== 'markdown') throw onlyInMarkdown();
    const topics = topic === undefined ? USUAL_TOPICS[difficulty] : TOPICS.filter((one) => topic.includes(one));
    const options = { seed: seedFrom(flags, 'quiz'), count, difficulty, topics };
    const quiz = quizOf(options);
    if (format !== undefined || this.jsonEnabled()) return await this.printed(quiz, format, answers);
    await this.play(quiz, flags);
    return undefined;
  }

  /** The questions as text, instead of a window. */
  private async printed(quiz: Quiz, format: string | undefined, answers: boolean): Promise<QuizSheet> {
    const { sheetOf } = await import('../../../features/quiz/sheet.ts');
    const { renderSheet } = await import('../../../features/quiz/render/render.ts');
    const sheet = sheetOf(quiz, this.config.version);
    return this.finish(sheet, () => renderSheet(sheet, format ?? 'json', { answers }));
  }

  private async play(quiz: Quiz, flags: QuizFlags): Promise<void> {
    const { QuizRecord } = await import('../../../features/quiz/record.ts');
    const path = pathOf(flags);
    const record =
      path === undefined ? undefined : await QuizRecord.open(path, headOf(quiz, flags, this.config.version), quiz);
    const { state, isInterrupted } = await this.answered(quiz, record, flags);
    await record?.end();
    const { summaryText } = await import('../../../features/quiz/render/summary.ts');
    const { summaryOf } = await import('../../../features/quiz/summary.ts');
    this.show(() => summaryText(summaryOf(quiz, state.given), this.page(flags), { path, seed: quiz.seed }));
    this.end({ outcome: 'clean' }, isInterrupted);
  }

  /** Asks what is not answered yet. */
  private async answered(quiz: Quiz, record: QuizRecord | undefined, { plain, color }: QuizFlags) {
    const { quizProgram } = await import('../../../features/quiz/quiz-program.ts');
    const { isOver } = await import('../../../features/quiz/quiz-state.ts');
    const { runScreen } = await import('../../screen/run-screen.ts');
    const program = quizProgram(quiz, record?.given);
    if (isOver(quiz, program.start)) return { state: program.start, isInterrupted: false };
    return await runScreen(program, { plain, color, onState: ({ given }) => record?.note(given) });
  }

  override logJson(json: unknown): void {
    if (json !== undefined) super.logJson(json);
  }
}

/** Without a name nobody hands anything in, and no file is left behind that was not asked for. */
function pathOf({ write, class: group, as }: QuizFlags): string | undefined {
  if (write === '' || write === '-')
    throw new InputError('BAD_WRITE', `--write has no name: "${write}"`, { next: 'name a file, such as quiz.json' });
  return write ?? (as === undefined ? undefined : `quiz-${group}-${as}.json`);
}

function headOf({ seed, difficulty, topics, count }: QuizOptions, { class: group, as }: QuizFlags, niostat: string) {
  const student = { ...(as === undefined ? {} : { as }), ...(group === undefined ? {} : { class: group }) };
  return { result: 1, niostat, kind: 'quiz', seed, ...student, difficulty, topics, count } as const;
}

function onlyInMarkdown(): InputError {
  return new InputError('USAGE', '--answers belongs to --format markdown; json and gift have the answers anyway', {
    next: 'add --format markdown, or leave --answers out',
  });
}
