import type { LabModel } from '../../core/model/lab-model.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { type Layout, layout } from '../../output/picture/layout.ts';
import type { Look } from '../../output/picture/look.ts';
import { lookOf } from '../../output/picture/look-of.ts';
import { picture } from '../../output/picture/picture.ts';
import { topologyOf } from '../../output/picture/topology-of.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';

/** A layout stays as long as its model: nothing moves while steps go by. One for a phone, one for the rest. */
const layouts = { wide: new WeakMap<LabModel, Layout>(), narrow: new WeakMap<LabModel, Layout>() };

/** The lab as it is at this step. */
export function picturePanel(scene: Scene): Element {
  const { model, state, events, choices } = scene;
  const look = lookOf(state, events);
  const isHidden = isCovered(scene, 'next port');
  const place = layoutOf(model, choices.isNarrow === true ? 'narrow' : 'wide');
  return el(
    'section',
    { class: 'panel picture-panel', key: 'picture', 'aria-labelledby': 'picture-title' },
    el('h2', { id: 'picture-title', class: 'visually-hidden' }, 'The lab'),
    el(
      'div',
      { class: 'scroller', role: 'region', tabindex: 0, 'aria-label': 'Picture of the lab' },
      sized(picture(place, isHidden ? withoutNext(look) : look), place),
    ),
  );
}

/**
 * The picture with the largest size at which it is shown, and a word for its own size: a small one fits its
 * panel, a large one stays legible and is scrolled.
 */
function sized(svg: Element, { width, height }: Layout): Element {
  const size = height > TALLEST ? undefined : SIZES.find(({ upTo }) => width <= upTo);
  const scale = size === undefined ? SMALLEST : LARGEST;
  const classes = [svg.attributes['class'], size?.name ?? 'huge'].join(' ');
  const attributes = {
    ...svg.attributes,
    class: classes,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  };
  return { ...svg, attributes };
}

/** While a quiz asks for the next port. */
function withoutNext(look: Look): Look {
  const hypervisors = [...look.hypervisors].map(([id, { next: _hidden, ...one }]) => [id, one] as const);
  return { ...look, hypervisors: new Map(hypervisors) };
}

/** Widths in pixels of the picture, and what the style sheet calls them. */
const SIZES = [
  { name: 'small', upTo: 480 },
  { name: 'middle', upTo: 800 },
  { name: 'wide', upTo: 1400 },
] as const;

/** A higher one would be a thin strip. */
const TALLEST = 950;

const LARGEST = 1.5;
const SMALLEST = 0.9;

/** The left half of a projector's picture without the ruler, and a phone. */
const ROOMS = { wide: { width: 900, height: 560 }, narrow: { width: 340, height: 560 } };

function layoutOf(model: LabModel, shape: keyof typeof ROOMS): Layout {
  let made = layouts[shape].get(model);
  if (made === undefined) {
    made = layout(topologyOf(model), ROOMS[shape]);
    layouts[shape].set(model, made);
  }
  return made;
}
