import { expect } from 'chai';
import { quizOf } from '../../../../../src/features/quiz/quiz.ts';
import { giftText } from '../../../../../src/features/quiz/render/gift.ts';
import { type QuizSheet, type SheetQuestion, sheetOf } from '../../../../../src/features/quiz/sheet.ts';
import { TOPICS } from '../../../../../src/features/quiz/topics.ts';
import { giftQuestions, shownText } from '../../../../support/gift-questions.ts';
import { fc } from '../../../../support/property.ts';

const CHOICE: SheetQuestion = {
  number: 1,
  topic: 'frames',
  lab: ['Links:', '  1  R1 f0/0 -- R2 f0/0'],
  file: '',
  question: 'R1 f0/0 sends a frame. Where does the frame come out?',
  kind: 'choice',
  choices: ['at R1 f0/0', 'at R2 f0/0'],
  answer: 'at R2 f0/0',
  wrong: [{ answer: 'at R1 f0/0', belief: 'first-keeps', feedback: 'Not at R1 f0/0. The last one gets it.' }],
  explanation: ['At R2 f0/0.', 'The last one takes all.'],
  hints: ['Look.', 'The rule.', 'The sum.'],
  step: 5,
};
const NUMBER: SheetQuestion = {
  ...CHOICE,
  kind: 'number',
  choices: [],
  answer: '10001',
  wrong: [{ answer: '10000', belief: 'one-port-per-link', feedback: 'Not port 10000.' }],
};
const TABLE: SheetQuestion = {
  ...CHOICE,
  kind: 'table',
  choices: [],
  answer: '10004 10005',
  rows: [
    { end: 'R2 f1/0', port: 10_004 },
    { end: 'R3 f1/0', port: 10_005 },
  ],
  wrong: [{ answer: '10004 10004', belief: 'one-port-per-link', feedback: 'Not so.' }],
};

function sheet(...questions: SheetQuestion[]): QuizSheet {
  const outcome = 'clean' as const;
  return { schemaVersion: 1, outcome, niostat: '0.1.0', seed: 'x', difficulty: 'easy', topics: ['frames'], questions };
}

/** The second thing in a file of one question; the first is its category. */
function only(question: SheetQuestion) {
  const [category, parsed, ...more] = giftQuestions(giftText(sheet(question)));
  expect(category).to.include({ type: 'Category', title: `niostat/easy/${question.topic}` });
  expect(more).to.deep.equal([]);
  return parsed;
}

describe('a quiz in GIFT, read by gift-pegjs', () => {
  it('has a choice with feedback for each answer', () => {
    const parsed = only(CHOICE);
    if (parsed?.type !== 'MC') throw new Error(`it is a ${parsed?.type}`);
    expect(parsed.title).to.equal('niostat x 1 frames');
    expect(parsed.stem.format).to.equal('html');
    expect(shownText(parsed.stem.text)).to.equal([...CHOICE.lab, CHOICE.question].join('\n'));
    const choices = parsed.choices.map(({ isCorrect, text, feedback }) => [isCorrect, text.text, feedback?.text]);
    expect(choices).to.deep.equal([
      [false, 'at R1 f0/0', 'Not at R1 f0/0. The last one gets it.'],
      [true, 'at R2 f0/0', 'At R2 f0/0.'],
    ]);
    expect(parsed.globalFeedback?.text).to.equal('At R2 f0/0. The last one takes all.');
  });

  it('takes a number that a belief gives for wrong, with its feedback, and every other one with the rule', () => {
    const parsed = only(NUMBER);
    if (parsed?.type !== 'Numerical' || !Array.isArray(parsed.choices)) throw new Error(`it is a ${parsed?.type}`);
    const choices = parsed.choices.map(({ isCorrect, weight, text, feedback }) => ({
      ...{ isCorrect, weight, number: text.number, range: text.range },
      feedback: feedback?.text,
    }));
    expect(choices).to.deep.equal([
      { isCorrect: true, weight: null, number: 10_001, range: 0, feedback: 'At R2 f0/0.' },
      // Moodle writes a wrong number as a right one that is worth nothing.
      { isCorrect: true, weight: 0, number: 10_000, range: 0, feedback: 'Not port 10000.' },
      { isCorrect: false, weight: null, number: undefined, range: undefined, feedback: 'The rule.' },
    ]);
  });

  it('has a table as matching, with three numbers to choose from', () => {
    const parsed = only(TABLE);
    if (parsed?.type !== 'Matching') throw new Error(`it is a ${parsed?.type}`);
    expect(parsed.matchPairs.map(({ subquestion, subanswer }) => [subquestion.text, subanswer])).to.deep.equal([
      ['R2 f1/0', '10004'],
      ['R3 f1/0', '10005'],
      ['', '10006'],
    ]);
  });

  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom('~', '=', '#', '{', '}', ':', '\\', '::', '->', '####', '%50%', '[plain]', '//', '$CATEGORY:'),
        fc.constantFrom('<b>', '&amp;', '&&058;', '"', '\\n', 'TRUE', ' ', 'R1', '`', '|'),
        fc.string({ maxLength: 3, unit: 'grapheme' }),
      ),
      { minLength: 1, maxLength: 8 },
    )
    // What is shown has no control characters, and blanks at an end are not seen.
    .map((parts) => parts.join('').replace(/[\p{C}\p{Z}]/gu, '.') || 'R');

  it('is not broken by any name', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        fc.pre(one !== two);
        const question: SheetQuestion = {
          ...CHOICE,
          lab: [`  1  ${one} f0/0 -- ${two} f0/0`],
          question: `${one} sends a frame to ${two}. Where does it come out?`,
          choices: [one, two],
          answer: two,
          wrong: [{ answer: one, belief: 'first-keeps', feedback: `Not ${one}` }],
          explanation: [two],
        };
        const parsed = only(question);
        if (parsed?.type !== 'MC') throw new Error(`it is a ${parsed?.type}`);
        expect(shownText(parsed.stem.text)).to.equal(`${question.lab[0]}\n${question.question}`);
        expect(parsed.choices.map(({ text }) => shownText(text.text))).to.deep.equal([one, two]);
        expect(parsed.choices.map(({ weight, isCorrect }) => [weight, isCorrect])).to.deep.equal([
          [null, false],
          [null, true],
        ]);
        expect(parsed.choices.map(({ feedback }) => shownText(feedback?.text ?? ''))).to.deep.equal([
          `Not ${one}`,
          two,
        ]);
        const table = only({
          ...TABLE,
          rows: [
            { end: one, port: 1 },
            { end: two, port: 2 },
          ],
        });
        if (table?.type !== 'Matching') throw new Error(`it is a ${table?.type}`);
        const ends = table.matchPairs.map(({ subquestion }) => shownText(subquestion.text));
        expect(ends.slice(0, 2)).to.deep.equal([one, two]);
      }),
    );
  });

  it('has every question of a whole quiz, each with one right answer', () => {
    const made = sheetOf(quizOf({ seed: 'gift', count: 28, difficulty: 'hard', topics: TOPICS }), '0.1.0');
    const parsed = giftQuestions(giftText(made)).filter(({ type }) => type !== 'Category');
    expect(parsed.length).to.equal(28);
    for (const [index, question] of parsed.entries()) {
      const { kind, answer } = made.questions[index] as SheetQuestion;
      expect(question.type).to.equal({ choice: 'MC', number: 'Numerical', table: 'Matching' }[kind]);
      if (question.type !== 'MC') continue;
      const right = question.choices.filter(({ isCorrect }) => isCorrect);
      expect(right.map(({ text }) => shownText(text.text))).to.deep.equal([answer]);
      expect(question.choices.every(({ feedback }) => (feedback?.text ?? '') !== '')).to.equal(true);
    }
  });
});
