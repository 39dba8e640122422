import type { TraceState } from '../../core/trace/trace-state.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { machineName } from './machine-name.ts';
import { panel } from './panel.ts';
import { laneItem, overlapItem } from './port-lane.ts';
import { laneName, type MachinePorts, machinePorts, type PortLane } from './port-lanes.ts';
import { type PortScale, portScale } from './port-scale.ts';
import { legend, PATTERNS, ticks } from './port-track.ts';

/**
 * The UDP ports of each host on a line: who counts from where, which ports are taken, and which are wanted
 * twice. Each lane is a sentence with a drawing, so that a screen reader has all of it. The scale is that of
 * the last step and does not move.
 */
export function portRuler(scene: Scene): Element {
  const now = new Map(machinePorts(scene, scene.state).map((ports) => [ports.machine, ports]));
  const hides: Hides = { later: isCovered(scene, 'later'), next: isCovered(scene, 'next port') };
  return panel(
    { id: 'ports', title: 'UDP ports' },
    PATTERNS,
    endsOf(scene).map((end) =>
      keptRuler({ scene, now: now.get(end.machine) ?? { ...end, lanes: [], overlaps: [] }, end, hides }),
    ),
    legend(),
  );
}

/** The ports of one machine at this step, and when all has happened. */
interface RulerParts {
  readonly scene: Scene;
  readonly now: MachinePorts;
  readonly end: MachinePorts;
  readonly hides: Hides;
}

/** What a quiz keeps back: what comes at later steps, and where the counters stand. */
interface Hides {
  readonly later: boolean;
  readonly next: boolean;
}

const ends = new WeakMap<TraceState, readonly MachinePorts[]>();

/** The ports of each machine when all has happened, worked out once for all steps. */
function endsOf(scene: Scene): readonly MachinePorts[] {
  let made = ends.get(scene.end);
  if (made === undefined) {
    made = machinePorts(scene, scene.end);
    ends.set(scene.end, made);
  }
  return made;
}

/** The last ruler of each machine, and what it shows: most machines of a large lab do not change at a step. */
const rulers = new WeakMap<MachinePorts, { readonly shows: string; readonly element: Element }>();

function keptRuler(parts: RulerParts): Element {
  const { now, end, hides } = parts;
  const shows = JSON.stringify([now, hides]);
  const known = rulers.get(end);
  if (known?.shows === shows) return known.element;
  const element = ruler(parts);
  rulers.set(end, { shows, element });
  return element;
}

function ruler({ scene, now, end, hides }: RulerParts): Element {
  const scale = scaleOf(end);
  const laneNow = (lane: PortLane): PortLane => {
    const found = now.lanes.find((one) => one.kind === lane.kind && laneName(one) === laneName(lane)) ?? empty(lane);
    return hides.next ? withoutNext(found) : found;
  };
  return el(
    'div',
    { class: 'ruler', key: `ruler ${end.machine}` },
    el('h3', {}, el('span', { class: 'quiet' }, 'host '), machineName(end.machine, scene)),
    el(
      'ul',
      { class: 'lanes' },
      end.lanes.map((lane) => laneItem(laneNow(lane), scale)),
      overlapItem(now.overlaps, !hides.later && end.overlaps.length > 0, scale),
    ),
    ticks(scale),
  );
}

const scales = new WeakMap<MachinePorts, PortScale>();

function scaleOf(end: MachinePorts): PortScale {
  let made = scales.get(end);
  if (made === undefined) {
    const own = end.lanes.filter(({ kind }) => kind !== 'program' && kind !== 'ephemeral');
    made = portScale(own.flatMap(rangesOf));
    scales.set(end, made);
  }
  return made;
}

/** What the scale has to show of a lane at the end; of a pool what is taken of it. */
function rangesOf({ kind, range, taken, next }: PortLane): { readonly first: number; readonly last: number }[] {
  const counter = next === undefined ? [] : [{ first: next, last: next }];
  return [...(kind === 'counter' && range !== undefined ? [range] : []), ...taken, ...counter];
}

function withoutNext({ next: _hidden, ...lane }: PortLane): PortLane {
  return lane;
}

/** A lane before anything is given. */
function empty({ kind, owner, lab, range }: PortLane): PortLane {
  const isFixed = kind === 'pool' || kind === 'program' || kind === 'ephemeral';
  return {
    kind,
    owner,
    ...(lab !== undefined && { lab }),
    ...(isFixed && range !== undefined && { range }),
    taken: [],
    second: [],
  };
}
