import { expect } from 'chai';
import { quizOf } from '../../../../src/features/quiz/quiz.ts';
import { markdownText } from '../../../../src/features/quiz/render/markdown.ts';
import { sheetOf } from '../../../../src/features/quiz/sheet.ts';
import { DIFFICULTIES, TOPICS, USUAL_TOPICS } from '../../../../src/features/quiz/topics.ts';
import { readProjectFile } from '../../../support/source-files.ts';

/** All topics twice in each difficulty, and the right answers: what was said of wrong ones may change. */
function golden(): string {
  const texts = DIFFICULTIES.map((difficulty) => {
    const sheet = sheetOf(quizOf({ seed: 'golden', count: 14, difficulty, topics: TOPICS }), '');
    const answers = sheet.questions.map(({ number, answer }) => `${number}. ${answer}`);
    return `${markdownText(sheet, { answers: false })}\n\n${answers.join('\n')}\n`;
  });
  return texts.join('\n');
}

describe('the quiz of a seed', () => {
  it('is what it was: files of answers have the words of choices, and are judged by later versions', () => {
    // Who means to change it says in CHANGELOG.md that older files cannot be graded any more.
    expect(golden()).to.equal(readProjectFile('test/fixtures/quiz/golden.md'));
  });

  it('goes through the topics in turn, and through all words of a topic before one comes again', () => {
    for (const difficulty of DIFFICULTIES) {
      const topics = USUAL_TOPICS[difficulty];
      const { questions } = quizOf({ seed: 'turn', count: 2 * topics.length, difficulty, topics });
      expect(questions.slice(0, topics.length).map(({ topic }) => topic)).to.have.members([...topics]);
      for (const topic of topics.filter((one) => one !== 'firewall')) {
        const words = questions.filter((one) => one.topic === topic).map(({ asked }) => asked.ask);
        expect(new Set(words).size, `${difficulty} ${topic}: ${words}`).to.equal(2);
      }
    }
  });

  it('does not depend on the order in which topics are named', () => {
    const options = { seed: 'x', count: 4, difficulty: 'easy' } as const;
    const [one, other] = [['ports', 'frames'] as const, ['frames', 'ports'] as const].map((topics) =>
      sheetOf(quizOf({ ...options, topics }), ''),
    );
    expect(one).to.deep.equal(other);
  });
});
