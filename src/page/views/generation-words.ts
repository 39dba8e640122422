import { GENERATION_TITLE, type Generation } from '../../core/kernel/dynamips-version.ts';
import { GENERATIONS } from '../../core/text/generation-words.ts';

/** The generation that a consequence names, if it names one: `Dynamips ≤ 0.2.17`. */
export function generationTitled(title: string): Generation | undefined {
  return GENERATIONS.find((generation) => GENERATION_TITLE[generation] === title);
}
