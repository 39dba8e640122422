import type { LabModel } from '../../core/model/lab-model.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { type Layout, layout } from '../../output/picture/layout.ts';
import type { Look } from '../../output/picture/look.ts';
import { lookOf } from '../../output/picture/look-of.ts';
import { MARGIN, picture } from '../../output/picture/picture.ts';
import { topologyOf } from '../../output/picture/topology-of.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { scroller } from './scroller.ts';

/** A layout stays as long as its model: nothing moves while steps go by. A phone has one of its own. */
const layouts = { wide: new WeakMap<LabModel, Layout>(), narrow: new WeakMap<LabModel, Layout>() };

/** The lab as it is at this step. */
export function picturePanel(scene: Scene): Element {
  const look = lookOf(scene.state, scene.events);
  const isEnlarged = scene.choices.open.has('picture');
  return drawnPanel(layoutOf(scene), isCovered(scene, 'next port') ? withoutNext(look) : look, enlarge(isEnlarged));
}

/** A panel with a picture, and what can be done with it. */
export function drawnPanel(place: Layout, look: Look, tool?: Element): Element {
  return el(
    'section',
    { class: 'panel picture-panel', key: 'picture', 'aria-labelledby': 'picture-title' },
    el('h2', { id: 'picture-title', class: 'visually-hidden' }, 'The lab'),
    tool,
    scroller('Picture of the lab', sized(picture(place, look), place)),
  );
}

/** Gives the picture the room of the tables; where there is no room to give, it is not shown. */
function enlarge(isLarge: boolean): Element {
  return el(
    'button',
    { type: 'button', class: 'enlarge', 'data-do': 'open:picture', 'aria-pressed': isLarge ? 'true' : 'false' },
    isLarge ? 'Smaller' : 'Larger',
    el('span', { class: 'visually-hidden' }, ' picture'),
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
    width: Math.round((width + 2 * MARGIN) * scale),
    height: Math.round((height + 2 * MARGIN) * scale),
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

/** The room that a picture has in this window. */
export function roomOf({ choices }: Pick<Scene, 'choices'>): (typeof ROOMS)['wide'] {
  return ROOMS[shapeOf({ choices })];
}

function shapeOf({ choices }: Pick<Scene, 'choices'>): keyof typeof ROOMS {
  return choices.isNarrow === true ? 'narrow' : 'wide';
}

/** Where everything of the labs stands. */
export function layoutOf({ model, choices }: Pick<Scene, 'model' | 'choices'>): Layout {
  const shape = shapeOf({ choices });
  let made = layouts[shape].get(model);
  if (made === undefined) {
    made = layout(topologyOf(model), ROOMS[shape]);
    layouts[shape].set(model, made);
  }
  return made;
}
