import { isBroken } from '../../core/kernel/verdict.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The verdict of the lab as it runs, in words. */
export function headline({ data, simulation }: Scene): Element {
  const broken = simulation.links.filter(({ verdict }) => isBroken(verdict)).length;
  const text = broken === 0 ? 'No link is known to be broken' : `${broken} of ${simulation.links.length} links broken`;
  return el('div', { class: 'headline' }, el('h1', {}, text), el('p', {}, data.title));
}
