import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readScenario } from '../../../../src/core/lab/scenario/scenario-reader.ts';
import { isSame } from '../../../../src/core/teach/moment.ts';
import { type Question, questionOf } from '../../../../src/core/teach/question.ts';
import { hashOf, shuffled } from '../../../../src/core/teach/seeded.ts';
import { answerText } from '../../../../src/output/question-text/answer-text.ts';
import { questionText } from '../../../../src/output/question-text/question-text.ts';
import { lessonLab } from '../../../support/lesson-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { momentAt, momentsOf } from '../../../support/moment.ts';

const GENERATIONS = ['before-0.2.18', 'from-0.2.18'] as const;

/** What is asked at each step of a lab, and what to choose from, in the order of the alphabet. */
function asked(name: Parameters<typeof lessonLab>[0], generation: (typeof GENERATIONS)[number]): string[] {
  return momentsOf(modelOf(lessonLab(name)), generation).map((moment) => {
    const question = questionOf(moment);
    if (question === undefined) return 'nothing';
    const choices = question.choices.map((answer) => answerText(question, answer)).sort();
    return `${questionText(question)} ${choices.length === 0 ? '(a number)' : choices.join(' / ')}`;
  });
}

describe('questionOf', () => {
  it('asks about each step of a link, and for a number where only one wrong answer is known', () => {
    expect(asked('one link', 'from-0.2.18').slice(0, 4)).to.deep.equal([
      'Which port does R1 f0/0 get from the counter of localhost:7200? (a number)',
      'Which port does R2 f0/0 get from the counter of localhost:7200? (a number)',
      'The socket of R1 f0/0 binds port 10000. What happens? it works / refused: Dynamips answers 206',
      'The socket of R2 f0/0 binds port 10001. What happens? it works / refused: Dynamips answers 206',
    ]);
  });

  it('offers what is thought of a port that is taken', () => {
    const choices =
      'both have the port, without a message / it gets port 10001 instead / refused: Dynamips answers 206';
    for (const generation of GENERATIONS) {
      expect(asked('one base', generation)[3]).to.equal(
        `The socket of R2 f0/0 binds port 10000. What happens? ${choices}`,
      );
    }
  });

  it('asks about an end whose far end has stopped', () => {
    const [last] = asked('one stops', 'from-0.2.18').slice(-1);
    expect(last).to.equal(
      'R1 f1/0 sends a frame. Where does the frame come out? ' +
        'at R1 f1/0: it comes back / at R3 f0/0 / nowhere: it is lost',
    );
  });

  it('asks the same each time, with the choices in the same order', () => {
    const model = modelOf(lessonLab('one base'));
    const [one, two] = [1, 2].map(() => questionOf(momentAt(model, 'from-0.2.18', '1.link')));
    expect(one?.choices).to.deep.equal(two?.choices);
    expect(one?.at).to.equal(two?.at);
  });

  it('does not always put the right answer in the same place', () => {
    const places = GENERATIONS.flatMap((generation) =>
      questionsOfAll(generation).map(({ choices, right }) => choices.findIndex((choice) => isSame(choice, right))),
    );
    expect([...new Set(places)].sort()).to.deep.equal([-1, 0, 1, 2, 3]);
  });

  it('asks nothing about sockets of Windows and macOS, where it is not known what happens', () => {
    for (const os of ['windows', 'darwin'] as const) {
      const moments = momentsOf(modelOf(lessonLab('one base'), { os }), 'from-0.2.18');
      const asks = moments.flatMap((moment) => questionOf(moment)?.subject.ask ?? []);
      expect([...new Set(asks)]).to.deep.equal(['port']);
    }
  });

  it('asks for no port that stands in the file', () => {
    const asks = asked('by hand', 'from-0.2.18').filter((text) => text.startsWith('Which port does R3'));
    expect(asks).to.deep.equal([]);
  });

  it('has one right choice and no two alike, in every scenario', () => {
    for (const generation of GENERATIONS) {
      for (const question of questionsOfAll(generation)) {
        const { choices, right, wrong } = question;
        const texts = choices.map((choice) => answerText(question, choice));
        expect(new Set(texts).size, texts.join(' / ')).to.equal(texts.length);
        if (choices.length === 0) {
          expect(right.is).to.be.oneOf(['port', 'count']);
          continue;
        }
        expect(choices.filter((choice) => isSame(choice, right)).length).to.equal(1);
        expect(choices.length)
          .to.equal(wrong.length + 1)
          .and.within(2, 4);
      }
    }
  });
});

function questionsOfAll(generation: (typeof GENERATIONS)[number]): Question[] {
  const folder = new URL('../../../../scenarios/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => {
      const { labs } = readScenario(readFileSync(new URL(name, folder), 'utf8'), name);
      return momentsOf(modelOf(labs), generation).flatMap((moment) => questionOf(moment) ?? []);
    });
}

describe('shuffled', () => {
  it('keeps all items', () => {
    expect(shuffled([1, 2, 3, 4, 5], 'x').sort()).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('has another order for another seed', () => {
    const orders = new Set(['1a', '1b', '2a', '2b', '3a'].map((seed) => shuffled([1, 2, 3], seed).join()));
    expect(orders.size).to.be.greaterThan(1);
  });
});

describe('hashOf', () => {
  it('spreads anchors that differ in one letter', () => {
    const remainders = new Set(Array.from({ length: 30 }, (_, index) => hashOf(`${index}a.frame`) % 3));
    expect(remainders.size).to.equal(3);
  });
});
