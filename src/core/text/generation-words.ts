import type { Generation } from '../kernel/dynamips-version.ts';

/** How a generation is called on screens that are read aloud in class. */
export const GENERATION_WORDS: Readonly<Record<Generation, string>> = {
  'before-0.2.18': 'up to 0.2.17',
  'from-0.2.18': '0.2.18 and later',
};

export const GENERATIONS = Object.keys(GENERATION_WORDS) as Generation[];
