import { expect } from 'chai';
import { questionFor } from '../../../../src/core/teach/question-for.ts';
import { LESSON_QUESTIONS, momentOfQuestion } from '../../../support/lesson-questions.ts';
import { answersOf } from '../../../support/moment.ts';

describe('questionFor, of the lessons', () => {
  for (const [title, one] of Object.entries(LESSON_QUESTIONS)) {
    it(title, () => {
      const question = questionFor(momentOfQuestion(one), one);
      if ('problem' in question) throw new Error(question.problem);
      expect(`${question.choices.length === 0 ? 'TYPED ' : ''}${answersOf(question)}`).to.equal(one.answers);
    });
  }
});
