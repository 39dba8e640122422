import { expect } from 'chai';
import type { Question } from '../../../../src/core/teach/question.ts';
import { questionFor } from '../../../../src/core/teach/question-for.ts';
import { answerText, rightText } from '../../../../src/output/question-text/answer-text.ts';
import { feedbackTexts } from '../../../../src/output/question-text/feedback-texts.ts';
import { hintTexts } from '../../../../src/output/question-text/hint-texts.ts';
import { questionText } from '../../../../src/output/question-text/question-text.ts';
import { LESSON_QUESTIONS, momentOfQuestion } from '../../../support/lesson-questions.ts';

/** More words than these are two ideas. */
const MOST_WORDS = 20;

/** Words that no student has to know. */
const HARD_WORDS = /\b(NIO|4-tuple|starves?|misdelivered|looped|allocator|datagram|nobody|unfortunately|simply)\b/i;

/** The questions of the lessons, with the wrong answers that a lesson names, and with all there are. */
const QUESTIONS = Object.entries(LESSON_QUESTIONS).flatMap(([title, one]) => {
  const { beliefs: _, ...withAll } = one;
  return [one, withAll].flatMap((asked): Array<readonly [string, Question]> => {
    const question = questionFor(momentOfQuestion(one), asked);
    return 'problem' in question ? [] : [[title, question]];
  });
});

function sentencesOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(/(?<=[.!?:])\s/));
}

function wordsOf(question: Question): string[] {
  const feedback = question.wrong.flatMap(({ answer }) => Object.values(feedbackTexts(question, answer)));
  return [questionText(question), rightText(question), ...hintTexts(question), ...feedback];
}

describe('what is said of questions', () => {
  it('has at most 20 words a sentence, and no hard ones', () => {
    for (const [title, question] of QUESTIONS) {
      for (const sentence of sentencesOf(wordsOf(question))) {
        expect(sentence.split(/\s+/).length, `${title}: ${sentence}`).to.be.at.most(MOST_WORDS);
        expect(sentence, title).not.to.match(HARD_WORDS);
      }
    }
  });

  it('is whole: each text ends, and nothing is missing in it', () => {
    for (const [title, question] of QUESTIONS) {
      for (const text of wordsOf(question)) {
        expect(text, title).to.match(/^\S.*[.?]$/);
        expect(text, title).not.to.match(/undefined|NaN|\[object|Infinity| {2}/);
      }
    }
  });

  it('tells of each wrong answer that a belief gives why it is wrong, and where to look', () => {
    for (const [title, question] of QUESTIONS) {
      for (const { answer } of question.wrong) {
        const { fact, look } = feedbackTexts(question, answer);
        expect(fact, `${title}: ${answerText(question, answer)}`).to.be.a('string');
        expect(look).to.match(/^Look: /);
      }
    }
  });

  it('has no two choices that read alike', () => {
    for (const [title, question] of QUESTIONS) {
      const texts = question.choices.map((choice) => answerText(question, choice));
      expect(new Set(texts).size, `${title}: ${texts}`).to.equal(texts.length);
    }
  });

  it('gives no hint that says the port that is asked for, unless counting begins there', () => {
    for (const [title, question] of QUESTIONS) {
      const { right, moment } = question;
      const number = right.is === 'port' ? right.port : right.is === 'base' ? right.base : undefined;
      const isFirst = moment.after.hypervisors.some(({ base, pool }) => base === number || pool?.first === number);
      if (number === undefined || isFirst) continue;
      for (const hint of hintTexts(question)) expect(hint, title).not.to.include(`${number}`);
    }
  });
});
