import { GENERATION_TITLE, type Generation } from '../../core/kernel/dynamips-version.ts';

/** How a generation is called on a page that is read aloud in class. */
export const GENERATION_WORDS: Readonly<Record<Generation, string>> = {
  'before-0.2.18': 'up to 0.2.17',
  'from-0.2.18': '0.2.18 and later',
};

export const GENERATIONS = Object.keys(GENERATION_WORDS) as Generation[];

/** The generation that a consequence names, if it names one: `Dynamips ≤ 0.2.17`. */
export function generationTitled(title: string): Generation | undefined {
  return GENERATIONS.find((generation) => GENERATION_TITLE[generation] === title);
}
