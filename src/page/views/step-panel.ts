import type { TraceEvent } from '../../core/trace/trace-event.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';
import { linkNumber } from './at-this-step.ts';
import { name } from './name.ts';

/** Which step this is, of which link, and what happens in one to three sentences. */
export function stepPanel(scene: Scene): Element {
  const { state, lastStep } = scene;
  return el(
    'section',
    { id: 'why', class: 'panel step', key: 'step', 'aria-labelledby': 'step-title' },
    el('h2', { id: 'step-title' }, `Step ${state.step} of ${lastStep}`),
    el('p', { class: 'about' }, about(scene)),
    el(
      'div',
      { class: 'said', 'data-say': '' },
      scene.events.map(({ at, event }) => el('p', {}, `${at} ${event}`)),
    ),
  );
}

/** `link 1 of 2: R1 f0/0 -- R2 f0/0`. */
function about({ events, end, state }: Scene): (Element | string)[] {
  const number = linkNumber(events);
  const link = end.links.find((one) => one.number === number);
  if (link !== undefined) return [`link ${link.number} of ${end.links.length}: `, name(link.link)];
  return [aboutEvent(events[0]) ?? (state.step === 0 ? 'before the first link' : 'the lab runs')];
}

function aboutEvent(event: TraceEvent | undefined): string | undefined {
  const [, number] = /^e(\d+)/.exec(event?.at ?? '') ?? [];
  return number === undefined ? undefined : `event ${number} of the lab`;
}
