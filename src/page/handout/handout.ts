import { type Generation, LATEST_VERSION } from '../../core/kernel/dynamips-version.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { ALLOCATOR_WORDS } from '../../core/text/allocator-words.ts';
import { Stepper } from '../../core/trace/stepper.ts';
import { trace } from '../../core/trace/trace.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { layout } from '../../output/picture/layout.ts';
import { lookOf } from '../../output/picture/look-of.ts';
import { picture } from '../../output/picture/picture.ts';
import { topologyOf } from '../../output/picture/topology-of.ts';
import type { Scene } from '../scene.ts';
import { type HandoutParts, handoutView } from '../views/handout.ts';

/** The upper half of a sheet, in the units of the picture. */
const ROOM = { width: 900, height: 480 };
/** Pixels of a printer, 96 to the inch, for one unit, where there is room: letters of 12 points. */
const SCALE = 1;

/** The handout of the labs, whichever step, generation or question the screen shows. */
export function handout({ model, data, allocator }: Scene): Element {
  const before = stepperOf(model, 'before-0.2.18');
  const parts: HandoutParts = {
    title: data.title,
    rules: `Ports are given by ${ALLOCATOR_WORDS[allocator]}`,
    picture: pictureOf(model, before),
    before: before.end,
    from: stepperOf(model, 'from-0.2.18').end,
  };
  return handoutView(parts);
}

/** All hypervisors run this generation, whatever the lab says and the reader has chosen. */
function stepperOf({ labs, assumptions }: LabModel, generation: Generation): Stepper {
  const model = LabModel.of(labs, { ...assumptions, dynamips: LATEST_VERSION[generation] });
  return new Stepper(() => trace(model, generation));
}

/** The lab before its first link: bases, and no ports. */
function pictureOf(model: LabModel, stepper: Stepper): Element {
  const place = layout(topologyOf(model), ROOM);
  const svg = picture(place, lookOf(stepper.stateAt(0)));
  const size = { width: Math.round(place.width * SCALE), height: Math.round(place.height * SCALE) };
  return el('svg', { ...svg.attributes, ...size }, svg.children);
}
