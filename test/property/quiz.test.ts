import { expect } from 'chai';
import type { Asked } from '../../src/core/teach/asked.ts';
import { isSame } from '../../src/core/teach/moment.ts';
import type { QuizLab } from '../../src/features/quiz/labs/quiz-lab.ts';
import { askedText, choiceTexts } from '../../src/features/quiz/question-words.ts';
import { type QuizOptions, type QuizQuestion, quizOf } from '../../src/features/quiz/quiz.ts';
import { quizProgram } from '../../src/features/quiz/quiz-program.ts';
import type { QuizState } from '../../src/features/quiz/quiz-state.ts';
import { judgeLog } from '../../src/features/quiz/result.ts';
import { type SheetQuestion, sheetOf } from '../../src/features/quiz/sheet.ts';
import { widthOf } from '../../src/output/cut-text.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { wrapText } from '../../src/output/wrap-text.ts';
import { plainConsoles, plainQuestions } from '../support/brute-force/plain-answers.ts';
import type { PlainLab } from '../support/brute-force/plain-lab.ts';
import { plainLabOf } from '../support/brute-force/plain-lab-of.ts';
import { playPlainly, type Snapshot } from '../support/brute-force/plain-play.ts';
import { plainly } from '../support/brute-force/plain-words.ts';
import { fc, inEveryRun } from '../support/property.ts';
import { QUIZ_OPTIONS } from '../support/quiz-options.ts';

const WINDOW = { columns: 80, rows: 24, paint: NO_PAINT };

/** Quizzes with a lab of six links, one below the other, and much to be said. */
const LONG_LABS: Array<[options: QuizOptions, hints: number, isRight: boolean]> = [
  [{ seed: 'O', count: 2, difficulty: 'hard', topics: ['rows', 'ports'] }, 0, false],
  [{ seed: 'O', count: 2, difficulty: 'hard', topics: ['rows', 'ports'] }, 3, false],
  [{ seed: '*B&p G$[', count: 1, difficulty: 'hard', topics: ['ports'] }, 2, false],
  [{ seed: 'B;D2+{u,9G$[', count: 4, difficulty: 'hard', topics: ['ports'] }, 2, false],
];

/** A wrong answer and then the right one, or only wrong ones, as keys. */
function keysFor({ question }: QuizQuestion, sheet: SheetQuestion, isRight: boolean): string[] {
  const typed = (text: string): string[] => [...text.split(' ').flatMap((number) => [...number, 'enter'])];
  if (question.choices.length === 0) {
    const wrong = sheet.wrong[0]?.answer ?? sheet.answer.replace(/^\d/, (digit) => (digit === '9' ? '8' : '9'));
    return typed(isRight ? sheet.answer : wrong);
  }
  const right = question.choices.findIndex((answer) => isSame(answer, question.right));
  return [`${(isRight ? right : (right + 1) % question.choices.length) + 1}`];
}

/** A wrong answer, and then the right one, or the key that shows it. */
function answersFor(asked: QuizQuestion, sheet: SheetQuestion, isRight: boolean): string[] {
  return [...keysFor(asked, sheet, false), ...(isRight ? keysFor(asked, sheet, true) : ['enter'])];
}

/** What plain loops answer when all has happened; undefined where they know nothing of such a question. */
function plainAnswer(plain: PlainLab, { ask, of, from }: Asked, { generation, lab }: QuizLab): string | undefined {
  const consoles = plainConsoles(plain);
  if (ask === 'console') return `${consoles.get(of ?? '')}`;
  const [, one, other] = /^console (\S+), console (\S+)$/.exec(of ?? '') ?? [];
  if (ask === 'clash') return one && other && (consoles.get(one) === consoles.get(other) ? 'yes' : 'no');
  const snapshots = playPlainly(plain, lab.allocator ?? 'dynagen', generation === 'before-0.2.18');
  const all = plainQuestions(plain, snapshots.at(-1) as Snapshot);
  const found = all.findLast((one) => one.ask === ask && one.of === of && one.from === from);
  if (found === undefined && ask !== 'base') throw new Error(`${ask} of ${of} is not known to plain loops`);
  return found?.right;
}

/** Fails unless a window has all that is to be read of a question. */
function expectWhole(lines: readonly string[], asked: QuizQuestion): void {
  expect(lines.length).to.equal(24);
  expect(lines.filter((line) => widthOf(line) > 80)).to.deep.equal([]);
  const text = lines.join('\n');
  expect(text).not.to.include('the window is too low');
  const { subject } = asked.question;
  // Of the row that is asked about nothing is cut, however many others there are.
  if ('socket' in subject && text.includes('\n Step '))
    expect(text).to.match(new RegExp(`^ [ +*-] ${subject.socket.end}`, 'm'));
  for (const line of wrapText(askedText(asked), 78)) expect(text).to.include(line);
  if (!text.includes('\n Step ')) for (const choice of choiceTexts(asked)) expect(text).to.include(choice);
  expect(lines.at(-1)).to.match(/q quit$/);
}

describe('random quizzes', function () {
  this.timeout(300_000);

  it('have one right answer each, and of choices one to three wrong ones, each with feedback of its own', () => {
    fc.assert(
      fc.property(QUIZ_OPTIONS, (options) => {
        const quiz = quizOf(options);
        const sheet = sheetOf(quiz, '0.1.0');
        for (const [index, asked] of quiz.questions.entries()) {
          const { question } = asked;
          const words = sheet.questions[index] as SheetQuestion;
          expect(words.topic).to.be.oneOf([...options.topics]);
          const right = question.choices.filter((answer) => isSame(answer, question.right));
          expect(right.length).to.equal(question.choices.length === 0 ? 0 : 1);
          if (words.kind === 'choice') {
            expect(words.wrong.length).to.be.within(1, 3);
            expect([words.answer, ...words.wrong.map(({ answer }) => answer)].sort()).to.deep.equal(
              [...words.choices].sort(),
            );
          }
          expect(words.wrong.map(({ answer }) => answer)).not.to.include(words.answer);
          // To a reader no two answers are one.
          expect(new Set(choiceTexts(asked)).size).to.equal(question.choices.length);
          for (const { feedback, belief } of words.wrong) {
            expect(feedback).to.match(/^\S.*[.?]$/);
            expect(belief).to.match(/^[a-z0-9-]+$/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('fit on a screen of 80 × 24 whatever is answered, with lab, question and keys whole', () => {
    fc.assert(
      fc.property(QUIZ_OPTIONS, fc.nat(3), fc.boolean(), (options, hints, isRight) => {
        const quiz = quizOf(options);
        const program = quizProgram(quiz);
        const sheet = sheetOf(quiz, '0.1.0');
        let state: QuizState | undefined = program.start;
        for (const asked of quiz.questions) {
          const words = sheet.questions[asked.number - 1] as SheetQuestion;
          const keys = [...Array<string>(hints).fill('h'), ...answersFor(asked, words, isRight), 'l', 'enter'];
          for (const [place, key] of keys.entries()) {
            if (state?.number !== asked.number) break;
            const lines = program.draw(state, WINDOW);
            expectWhole(lines, asked);
            // Older hints may have gone.
            if (place > 0 && place <= hints) expect(lines.join('\n')).to.include(`Hint ${place}:`);
            state = program.press(state, key);
          }
        }
      }),
      { numRuns: 60, examples: LONG_LABS },
    );
  });

  it('are the same for the same seed, and judged by their own answers', () => {
    fc.assert(
      fc.property(QUIZ_OPTIONS, (options) => {
        const [one, other] = [sheetOf(quizOf(options), ''), sheetOf(quizOf(options), '')];
        expect(one).to.deep.equal(other);
        const { questions } = quizOf(options);
        const log = one.questions.map(({ number, answer }) => ({ do: 'answer' as const, q: number, value: answer }));
        expect(judgeLog(questions, log)).to.include({ count: options.count, rightAtFirst: options.count });
      }),
      { numRuns: 50 },
    );
  });

  it('have the answers that plain loops give, which share no code with the program', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(QUIZ_OPTIONS, (options) => {
        for (const { lab, asked, question } of quizOf(options).questions) {
          const plain = plainLabOf(lab.text);
          const right = plainAnswer(plain, asked, lab);
          if (right === undefined) continue;
          met.add(asked.ask);
          expect(plainly(question, question.right), `${asked.ask} of ${asked.of}\n${lab.text}`).to.equal(right);
        }
      }),
      { numRuns: 400, examples: inEveryRun(fc.tuple(QUIZ_OPTIONS), 150) },
    );
    // Which base mends a lab, and whether bases clash, plain loops do not say.
    expect([...met].sort()).to.deep.equal([
      ...['bind', 'clash', 'console', 'count ports', 'count rows', 'firewall', 'hears', 'next port'],
      ...['peer', 'port', 'ports', 'receiver', 'state', 'verdict'],
    ]);
  });
});
