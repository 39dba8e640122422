import { randomInt } from 'node:crypto';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { SEED_WORD, STUDENT_NAME } from '../core/teach/student-words.ts';

const checked = Flags.custom<string>({
  parse: async (text, _context, { name: flag }) => {
    // The same name may be written in two ways in Unicode, and would be two seeds.
    const name = text.normalize();
    if (STUDENT_NAME.test(name)) return name;
    throw new InputError('BAD_NAME', `--${flag} "${text}" is not a name`, {
      next: 'use letters, digits, ".", "_" and "-": up to 40 of them',
    });
  },
});

/** What practice and quiz are made of, and for whom. */
export const studentFlags = {
  seed: Flags.string({
    helpValue: '<word>',
    description: 'The same word gives the same numbers, names and wiring; without it another word is taken each time.',
    exclusive: ['class', 'as'],
  }),
  class: checked({
    helpValue: '<name>',
    description: 'The class: with --as it makes the seed, so that neighbours get other numbers.',
    dependsOn: ['as'],
  }),
  as: checked({
    helpValue: '<name>',
    description: 'The student, for the file that is handed in.',
    dependsOn: ['class'],
  }),
};

interface StudentFlags {
  readonly seed?: string | undefined;
  readonly class?: string | undefined;
  readonly as?: string | undefined;
}

/**
 * The seed: `CLASS/STUDENT/EXERCISE`, or what --seed says, else a word that is chosen now. Throws
 * `InputError` for a seed that is no word.
 */
export function seedFrom({ seed, class: group, as }: StudentFlags, exercise: string): string {
  if (group !== undefined && as !== undefined) return `${group}/${as}/${exercise}`;
  if (seed === undefined) return newWord();
  if (SEED_WORD.test(seed)) return seed;
  throw new InputError('BAD_SEED', `--seed "${seed}" is not a word`, {
    next: 'use letters, digits, ".", "_", "-" and "/": up to 128 of them',
  });
}

/** Letters that nobody takes for others when they are read aloud or copied from a board. */
const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aiou';

/** A word such as `kulima`: easy to say and to type, one of some 175,000. */
function newWord(): string {
  const one = (letters: string): string => letters.charAt(randomInt(letters.length));
  return Array.from({ length: 3 }, () => one(CONSONANTS) + one(VOWELS)).join('');
}
