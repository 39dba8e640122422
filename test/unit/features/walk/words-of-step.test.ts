import { expect } from 'chai';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import { entriesOf, readVocabulary } from '../../../../src/core/words/vocabulary.ts';
import { wordsOf } from '../../../../src/features/walk/words-of-step.ts';
import { LESSON_LABS, lessonLab } from '../../../support/lesson-labs.ts';
import { readProjectFile } from '../../../support/source-files.ts';

describe('the words of a step', () => {
  const vocabulary = readVocabulary(readProjectFile('docs/VOCABULARY.md'));

  it('are words of the vocabulary', () => {
    const words = new Set<string>();
    for (const name of Object.keys(LESSON_LABS) as (keyof typeof LESSON_LABS)[]) {
      for (const generation of ['before-0.2.18', 'from-0.2.18'] as const) {
        for (const event of trace(LabModel.of([lessonLab(name)]), generation)) {
          for (const word of wordsOf([event])) words.add(word);
        }
      }
    }
    expect([...words].filter((word) => entriesOf(word, vocabulary).length === 0)).to.deep.equal([]);
    // What the lessons are about is among them.
    expect([...words]).to.include.members([
      'next port',
      'base UDP',
      'shared',
      'refused',
      '206',
      'looped',
      'pool',
      'tunnel',
      'explicit NIO',
    ]);
  });
});
