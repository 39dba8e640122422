import type { QuizOptions } from '../../src/features/quiz/quiz.ts';
import { DIFFICULTIES, TOPICS } from '../../src/features/quiz/topics.ts';
import { fc } from './property.ts';

/** What a random quiz is made of. */
export const QUIZ_OPTIONS: fc.Arbitrary<QuizOptions> = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 12 }),
  count: fc.integer({ min: 1, max: 4 }),
  difficulty: fc.constantFrom(...DIFFICULTIES),
  topics: fc.shuffledSubarray([...TOPICS], { minLength: 1 }),
});
