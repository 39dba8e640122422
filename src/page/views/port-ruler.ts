import { litSockets } from '../../core/trace/at-this-step.ts';
import type { TraceState } from '../../core/trace/trace-state.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { machineName } from './machine-name.ts';
import { panel } from './panel.ts';
import { laneItem, overlapItem } from './port-lane.ts';
import {
  laneName,
  type MachinePorts,
  type MachineState,
  machinePorts,
  machineStates,
  otherLanes,
  type PortLane,
} from './port-lanes.ts';
import { type PortScale, portScale } from './port-scale.ts';
import { legend, PATTERNS, ticks } from './port-track.ts';

/**
 * The UDP ports of each host on a line: who counts from where, which ports are taken, and which are wanted
 * twice. Each lane is a sentence with a drawing, so that a screen reader has all of it. The scale is that of
 * the last step and does not move.
 */
export function portRuler(scene: Scene): Element {
  const now = new Map(machineStates(scene.state).map((state) => [state.machine, state]));
  const ends = endsOf(scene);
  const hides: Hides = {
    later: isCovered(scene, 'later'),
    next: isCovered(scene, 'next port'),
    trouble: isCovered(scene, 'trouble'),
  };
  const lit = litSockets(scene.events);
  const isLit = (state: MachineState | undefined): boolean => state?.open.some(({ index }) => lit.has(index)) ?? false;
  return panel(
    { id: 'ports', title: 'UDP ports' },
    PATTERNS,
    ends.length === 0 && el('p', { class: 'empty' }, 'This lab has no hypervisor.'),
    ends.map((end) => {
      const state = now.get(end.machine) ?? { machine: end.machine, hypervisors: [], open: [], devices: [] };
      const isDrawn = ends.length <= MOST_DRAWN || isLit(state) || (!hides.later && end.overlaps.length > 0);
      return keptRuler({ scene, state, end, hides, isDrawn });
    }),
    ends.length > 0 && legend(),
  );
}

/** With more machines, lines are drawn for those that this step is about, and those with an overlap. */
const MOST_DRAWN = 12;

/** One machine at this step, and when all has happened. */
interface RulerParts {
  readonly scene: Scene;
  readonly state: MachineState;
  readonly end: MachinePorts;
  readonly hides: Hides;
  readonly isDrawn: boolean;
}

/** What a quiz keeps back: what comes at later steps, where the counters stand, and what is wanted twice. */
interface Hides {
  readonly later: boolean;
  readonly next: boolean;
  readonly trouble: boolean;
}

const endPorts = new WeakMap<TraceState, readonly MachinePorts[]>();

/** The ports of each machine when all has happened, worked out once for all steps. */
function endsOf({ end, model }: Scene): readonly MachinePorts[] {
  let made = endPorts.get(end);
  if (made === undefined) {
    made = machineStates(end).map((state) => {
      const ports = machinePorts(state);
      return { ...ports, lanes: [...ports.lanes, ...otherLanes(model, ports)] };
    });
    endPorts.set(end, made);
  }
  return made;
}

/** The last ruler of each machine, and of what it was made: a step changes few machines of a large lab. */
const rulers = new WeakMap<MachinePorts, { readonly parts: RulerParts; readonly element: Element }>();

function keptRuler(parts: RulerParts): Element {
  const known = rulers.get(parts.end);
  if (known !== undefined && isSame(known.parts, parts)) return known.element;
  const element = ruler(parts);
  rulers.set(parts.end, { parts, element });
  return element;
}

function isSame(one: RulerParts, other: RulerParts): boolean {
  return (
    one.isDrawn === other.isDrawn &&
    one.hides.later === other.hides.later &&
    one.hides.next === other.hides.next &&
    one.hides.trouble === other.hides.trouble &&
    isSameList(one.state.hypervisors, other.state.hypervisors) &&
    isSameList(one.state.open, other.state.open) &&
    isSameList(one.state.devices, other.state.devices)
  );
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one === other || (one.length === other.length && one.every((value, index) => value === other[index]));
}

function ruler({ scene, state, end, hides, isDrawn }: RulerParts): Element {
  const now = machinePorts(state);
  const scale = isDrawn ? scaleOf(end) : undefined;
  const laneNow = (lane: PortLane): PortLane => {
    const found = now.lanes.find((one) => one.kind === lane.kind && laneName(one) === laneName(lane)) ?? empty(lane);
    const shown = hides.trouble ? { ...found, second: [] } : found;
    return hides.next ? withoutNext(shown) : shown;
  };
  return el(
    'div',
    { class: 'ruler', key: `ruler ${end.machine}` },
    el('h3', {}, el('span', { class: 'quiet' }, 'host '), machineName(end.machine, scene)),
    el(
      'ul',
      { class: 'lanes' },
      end.lanes.map((lane) => laneItem(laneNow(lane), scale)),
      overlapItem(hides.trouble ? [] : now.overlaps, !hides.later && end.overlaps.length > 0, scale),
    ),
    scale !== undefined && ticks(scale),
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
