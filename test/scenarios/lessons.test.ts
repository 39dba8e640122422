/** What the lessons compute is what was worked out by hand, also with other numbers. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { type Answer, isSame } from '../../src/core/teach/moment.ts';
import type { Question } from '../../src/core/teach/question.ts';
import { saidAnswer } from '../../src/core/teach/said-answer.ts';
import type { Lesson } from '../../src/features/teach/lesson.ts';
import { prepare } from '../../src/features/teach/prepare.ts';
import type { AskScreen } from '../../src/features/teach/prepared.ts';
import { readLesson } from '../../src/features/teach/read-lesson.ts';
import { answerText } from '../../src/output/question-text/answer-text.ts';
import { LESSON_ANSWERS } from '../support/lesson-answers.ts';

const FOLDER = new URL('../../scenarios/lessons/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const LABS = readdirSync(new URL('labs/', FOLDER));

function lessonOf(file: string): Lesson {
  const { lesson, problems } = readLesson(readFileSync(new URL(file, FOLDER), 'utf8'), file);
  if (lesson === undefined) throw new Error(JSON.stringify(problems));
  return lesson;
}

/** The labs that a lesson names, by their paths. */
function labsOf({ lab, steps }: Lesson): Map<string, readonly Lab[]> {
  const sources = [lab, ...steps.flatMap((step) => step.lab ?? [])];
  const paths = sources.flatMap((source) => ('path' in source ? [source.path] : []));
  return new Map(paths.map((path) => [path, readLab(readFileSync(new URL(path, FOLDER), 'utf8'), path).labs]));
}

/** The questions of a lesson with the first value of what varies, or with the second. */
function questionsOf(lesson: Lesson, value: 0 | 1): AskScreen[] {
  const values = Object.fromEntries(Object.entries(lesson.vary).map(([name, known]) => [name, known[value]]));
  const { prepared, problems } = prepare({ lesson, labs: labsOf(lesson) }, values, 'seed');
  expect(problems).to.deep.equal([]);
  return prepared.screens.filter((screen): screen is AskScreen => screen.does === 'ask');
}

/** True if an answer is the one that is written so: in words, or of statements as the choice says it. */
function isWritten(question: Question, answer: Answer, written: string): boolean {
  if (question.subject.ask === 'true of') return answerText(question, answer) === written;
  const said = saidAnswer(question.moment, question.subject, written);
  return said !== undefined && isSame(said, answer);
}

describe('the lessons', () => {
  it('are those whose answers were worked out', () => {
    expect(FILES.map((file) => lessonOf(file).id).toSorted()).to.deep.equal(Object.keys(LESSON_ANSWERS).toSorted());
  });

  it('play every lab that is there for them', () => {
    const played = FILES.flatMap((file) => [...labsOf(lessonOf(file)).keys()]);
    expect([...new Set(played)].toSorted()).to.deep.equal(LABS.map((name) => `labs/${name}`).toSorted());
  });

  for (const file of FILES) {
    const lesson = lessonOf(file);
    const answers = LESSON_ANSWERS[lesson.id] ?? [];

    it(`${lesson.id} asks what was worked out, with these answers`, () => {
      const questions = questionsOf(lesson, 0);
      const asked = questions.map(({ asked: { ask, of } }) => (of === undefined ? ask : `${ask} ${of}`));
      expect(asked).to.deep.equal(answers.map((answer) => answer.asked));
      for (const [index, { question, text }] of questions.entries()) {
        const { right = '', wrong = [] } = answers[index] ?? {};
        const shown = `${text} ${answerText(question, question.right)}`;
        expect(isWritten(question, question.right, right), `${shown}, not ${right}`).to.equal(true);
        for (const [belief, written] of wrong) {
          const found = question.wrong.find((one) => isWritten(question, one.answer, written));
          expect(found?.belief.id, `${text} ${written}`).to.equal(belief);
        }
        // A choice has these and no other; a table that is typed knows more mistakes than are told of here.
        if (question.choices.length > 0) expect(question.wrong, text).to.have.length(wrong.length);
      }
    });

    it(`${lesson.id} has the same answers with other numbers`, () => {
      for (const [index, { question, text }] of questionsOf(lesson, 1).entries()) {
        const { right = '', moved = right } = answers[index] ?? {};
        const shown = `${text} ${answerText(question, question.right)}`;
        if (question.subject.ask === 'true of') expect(answerText(question, question.right)).to.equal(moved);
        else expect(isWritten(question, question.right, moved), `${shown}, not ${moved}`).to.equal(true);
      }
    });
  }
});
