import type { LabModel } from '../../core/model/lab-model.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { type Layout, layout } from '../../output/picture/layout.ts';
import { lookOf } from '../../output/picture/look-of.ts';
import { picture } from '../../output/picture/picture.ts';
import { topologyOf } from '../../output/picture/topology-of.ts';
import type { Scene } from '../scene.ts';

/** A layout stays as long as its model: nothing moves while steps go by. */
const layouts = new WeakMap<LabModel, Layout>();

/** The lab as it is at this step. */
export function picturePanel({ model, state, events }: Scene): Element {
  const place = layoutOf(model);
  return el(
    'section',
    { class: 'panel picture-panel', key: 'picture', 'aria-labelledby': 'picture-title' },
    el('h2', { id: 'picture-title', class: 'visually-hidden' }, 'The lab'),
    el(
      'div',
      { class: 'scroller', role: 'region', tabindex: 0, 'aria-label': 'Picture of the lab' },
      sized(picture(place, lookOf(state, events)), place),
    ),
  );
}

/**
 * The picture with the largest size at which it is shown, and a word for its own size: a small one fits its
 * panel, a large one stays legible and is scrolled.
 */
function sized(svg: Element, { width, height }: Layout): Element {
  const size = SIZES.find(({ upTo }) => width <= upTo);
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

/** Widths in pixels of the picture, and what the style sheet calls them. */
const SIZES = [
  { name: 'small', upTo: 480 },
  { name: 'middle', upTo: 800 },
  { name: 'wide', upTo: 1250 },
] as const;

const LARGEST = 1.5;
const SMALLEST = 0.75;

/** The left half of a projector's picture without the ruler. */
const ROOM = { width: 900, height: 560 };

function layoutOf(model: LabModel): Layout {
  let made = layouts.get(model);
  if (made === undefined) {
    made = layout(topologyOf(model), ROOM);
    layouts.set(model, made);
  }
  return made;
}
