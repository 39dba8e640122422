import { expect } from 'chai';
import type { QuizAct, QuizResultFile } from '../../../../src/core/teach/result-file.ts';
import { judgeQuiz } from '../../../../src/features/quiz/result.ts';

/** The answers to four questions, which are worked out by hand in test/e2e/quiz.test.ts. */
function monday(...answers: ReadonlyArray<readonly [q: number, value: string]>): QuizResultFile {
  const log = answers.map(([q, value], index): QuizAct => ({ s: index, do: 'answer', q, value }));
  return {
    ...{ result: 1, niostat: '0.1.0', kind: 'quiz', seed: 'monday', difficulty: 'easy', count: 4 },
    topics: ['ports', 'frames'],
    log: [{ s: 0, do: 'start' }, ...log, { s: 9, do: 'quit' }],
  };
}

const SHOWN = 'at R1 f1/0: it comes back';

describe('the answers of a quiz', () => {
  it('are judged by the first one to each question; who skips one has not answered it', () => {
    const judged = judgeQuiz(monday([1, '3'], [1, '6'], [2, SHOWN], [4, 'nothing']));
    expect(judged).to.deep.equal({
      count: 4,
      rightAtFirst: 2,
      answers: [
        ...[
          { number: 1, topic: 'ports', tries: 2, isRightAtFirst: false, isRight: true, beliefs: ['one-port-per-link'] },
        ],
        ...[{ number: 2, topic: 'frames', tries: 1, isRightAtFirst: true, isRight: true, beliefs: [] }],
        ...[{ number: 3, topic: 'ports', tries: 0, isRightAtFirst: false, isRight: false, beliefs: [] }],
        ...[{ number: 4, topic: 'frames', tries: 1, isRightAtFirst: true, isRight: true, beliefs: [] }],
      ],
    });
  });

  it('name no belief for a number that none gives', () => {
    const judged = judgeQuiz(monday([1, '77']));
    expect('answers' in judged && judged.answers[0]).to.include({ tries: 1, isRight: false });
    expect('answers' in judged && judged.answers[0]?.beliefs).to.deep.equal([]);
  });

  const misfits: ReadonlyArray<readonly [what: string, file: QuizResultFile, problem: string]> = [
    ['a question that is not there', monday([5, '6']), 'there is no question 5'],
    ['a question with no whole number', monday([1.5, '6']), 'there is no question 1.5'],
    ['questions backwards', monday([2, SHOWN], [1, '6']), 'question 1 is answered after question 2'],
    ['an answer after the right one', monday([1, '6'], [1, '3']), 'question 1 is answered after its right answer'],
    ['three answers', monday([1, '3'], [1, '4'], [1, '6']), 'question 1 is answered 3 times'],
    ['a second answer of two choices', monday([4, 'R2 f1/0'], [4, 'nothing']), 'question 4 is answered 2 times'],
    ['a choice that is none', monday([2, 'at R9']), 'no answer to question 2 is "at R9"'],
    ['text where a number is typed', monday([1, 'six']), 'no answer to question 1 is "six"'],
    ['too many questions', { ...monday(), count: 201 }, 'a quiz has 1 to 200 questions, not 201'],
    ['half a question', { ...monday(), count: 1.5 }, 'a quiz has 1 to 200 questions, not 1.5'],
    ['a difficulty that is none', { ...monday(), difficulty: 'simple' }, 'there is no difficulty "simple"'],
    ['a topic that is none', { ...monday(), topics: ['ports', 'x'] }, 'there is no topic "x"'],
    ['no topic', { ...monday(), topics: [] }, 'no topic is named'],
  ];
  for (const [what, file, problem] of misfits) {
    it(`are refused with ${what}`, () => {
      expect(judgeQuiz(file)).to.deep.equal({ problem });
    });
  }
});
