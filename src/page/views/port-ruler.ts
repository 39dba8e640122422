import { portListText } from '../../core/address/port-ranges.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';
import { name, shortName } from './name.ts';
import { panel } from './panel.ts';
import { laneName, type MachinePorts, machinePorts, type Overlap, type PortLane } from './port-lanes.ts';
import { type PortScale, placeOf, portScale, stretches } from './port-scale.ts';

/** Up to so many ports each one is a box of its own. */
const MOST_BOXES = 64;

/** Ports that are listed before the rest is counted. */
const MOST_RANGES = 6;

/**
 * The UDP ports of each host on a line: who counts from where, which ports are taken, and which are wanted
 * twice. Each lane is a sentence with a drawing, so that a screen reader has all of it. The scale is that of
 * the last step and does not move.
 */
export function portRuler(scene: Scene): Element {
  const now = new Map(machinePorts(scene, scene.state).map((ports) => [ports.machine, ports]));
  return panel(
    { id: 'ports', title: 'UDP ports' },
    PATTERNS,
    machinePorts(scene, scene.end).map((end) =>
      ruler(now.get(end.machine) ?? { ...end, lanes: [], overlaps: [] }, end),
    ),
    legend(),
  );
}

function ruler(now: MachinePorts, end: MachinePorts): Element {
  const scale = portScale(end.lanes.filter(({ kind }) => kind !== 'program' && kind !== 'ephemeral').flatMap(rangesOf));
  const laneNow = (lane: PortLane): PortLane =>
    now.lanes.find((one) => one.kind === lane.kind && laneName(one) === laneName(lane)) ?? empty(lane);
  return el(
    'div',
    { class: 'ruler', key: `ruler ${end.machine}` },
    el('h3', {}, el('span', { class: 'quiet' }, 'host '), name(end.machine)),
    el(
      'ul',
      { class: 'lanes' },
      end.lanes.map((lane) => laneItem(laneNow(lane), scale)),
      overlapItem(now.overlaps, end.overlaps.length > 0, scale),
    ),
    ticks(scale),
  );
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

/** What the scale has to show of a lane at the end; of a pool what is taken of it. */
function rangesOf({ kind, range, taken, next }: PortLane): PortRange[] {
  const counter = next === undefined ? [] : [{ first: next, last: next }];
  return [...(kind === 'counter' && range !== undefined ? [range] : []), ...taken, ...counter];
}

function laneItem(lane: PortLane, scale: PortScale): Element {
  return el(
    'li',
    { class: `lane ${lane.kind}`, key: `${lane.kind} ${laneName(lane)}` },
    el('p', {}, ...laneText(lane)),
    track(scale, [
      lane.range !== undefined && marks(scale, [lane.range], 'range'),
      boxes(scale, lane.taken, 'taken'),
      boxes(scale, lane.second, 'second'),
      lane.next !== undefined && nextMark(scale, lane.next),
    ]),
  );
}

/** `localhost:7200 takes 10000–10003 · next 10004`. */
function laneText(lane: PortLane): (Element | string)[] {
  const { kind, owner, lab, range, taken, second, next } = lane;
  const owned = [name(owner), ...(lab === undefined ? [] : [' (', name(lab), ')'])];
  if (kind === 'program' || kind === 'ephemeral') {
    const says = kind === 'program' ? ' by default' : ': any program may have these';
    return [...owned, ` ${rangeText(range)}${says}`];
  }
  const has = taken.length === 0 ? 'no port yet' : listText(taken);
  const again = second.length === 0 ? [] : [' · second claim ', el('b', { class: 'trouble' }, listText(second))];
  const pool = kind === 'pool' ? [`pool ${rangeText(range)} of `] : [];
  return [
    ...pool,
    ...owned,
    ' has ',
    el('b', {}, has),
    ...again,
    ...(next === undefined ? [] : [' · next ', el('b', { class: 'next' }, String(next))]),
  ];
}

function rangeText(range: PortRange | undefined): string {
  return range === undefined ? '' : portListText([range], '–');
}

function listText(ranges: readonly PortRange[]): string {
  const more = ranges.length > MOST_RANGES ? ` and ${ranges.length - MOST_RANGES} more` : '';
  return portListText(ranges.slice(0, MOST_RANGES), '–') + more;
}

/** Its place is kept before there is an overlap: nothing below it moves. */
function overlapItem(overlaps: readonly Overlap[], willBe: boolean, scale: PortScale): Element | undefined {
  if (!willBe && overlaps.length === 0) return undefined;
  const isNow = overlaps.length > 0;
  return el(
    'li',
    { class: isNow ? 'lane overlap' : 'lane overlap none', key: 'overlap' },
    isNow
      ? overlaps.slice(0, MOST_RANGES).map((overlap) => el('p', {}, ...overlapText(overlap)))
      : el('p', {}, 'No port is wanted twice yet.'),
    overlaps.length > MOST_RANGES && el('p', {}, `and ${overlaps.length - MOST_RANGES} more overlaps`),
    track(scale, [boxes(scale, overlaps, 'twice')]),
  );
}

function overlapText({ owners, ...range }: Overlap): (Element | string)[] {
  const names = owners.slice(0, 3).map((owner) => shortName(owner));
  const more = owners.length > 3 ? ` and ${owners.length - 3} more` : '';
  return [
    el('span', { class: 'sign', 'aria-hidden': 'true' }, '✗'),
    ' overlap ',
    el('b', {}, rangeText(range)),
    ': ',
    el('bdi', {}, names.join(' and ') + more),
  ];
}

type Marks = Element | readonly Element[] | false;

/** A line with the breaks of the scale and what lies on it. */
function track(scale: PortScale, on: readonly Marks[]): Element {
  return el(
    'svg',
    { class: 'track', 'aria-hidden': 'true', width: '100%', height: 28 },
    scale.pieces.map((piece) => el('rect', { class: 'ground', ...place({ x: piece.x, width: widthOf(piece) }) })),
    on,
    scale.breaks.map((x) => el('text', { class: 'break', x: percent(x), y: 20 }, '⋯')),
  );
}

function widthOf({ first, last, unit }: PortScale['pieces'][number]): number {
  return (last - first + 1) * unit;
}

function marks(scale: PortScale, ranges: readonly PortRange[], kind: string): Element[] {
  return ranges
    .flatMap((range) => stretches(scale, range))
    .map((stretch) => el('rect', { class: kind, ...place(stretch) }));
}

/** Ports one by one, as long as they can be told apart. */
function boxes(scale: PortScale, ranges: readonly PortRange[], kind: string): Element[] {
  const shown = scale.pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (shown > MOST_BOXES) return marks(scale, ranges, kind);
  const ports = ranges.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  return marks(
    scale,
    ports.map((port) => ({ first: port, last: port })),
    `${kind} box`,
  );
}

function nextMark(scale: PortScale, next: number): Element[] {
  return marks(scale, [{ first: next, last: next }], 'next');
}

function place({ x, width }: { readonly x: number; readonly width: number }): Record<string, string | number> {
  return { x: percent(x), y: 3, width: percent(width), height: 22 };
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 1000}%`;
}

function ticks(scale: PortScale): Element {
  return el(
    'svg',
    { class: 'ticks', 'aria-hidden': 'true', width: '100%', height: 26 },
    scale.ticks.flatMap((port) => {
      const x = placeOf(scale, port) ?? 0;
      return [
        el('line', { x1: percent(x), x2: percent(x), y1: 0, y2: 6 }),
        el('text', { x: percent(x), y: 22 }, String(port)),
      ];
    }),
  );
}

/** What the fills mean; shown once. */
function legend(): Element {
  const entry = (kind: string, text: string): Element =>
    el(
      'li',
      {},
      el(
        'svg',
        { 'aria-hidden': 'true', width: 22, height: 18 },
        el('rect', { class: kind, x: 1, y: 1, width: 20, height: 16 }),
      ),
      text,
    );
  return el(
    'ul',
    { class: 'legend', 'aria-label': 'What the boxes mean' },
    entry('taken', 'taken'),
    entry('second', 'second claim'),
    entry('twice', 'overlap'),
    entry('next', 'next port'),
    entry('range', 'range, or ports of others'),
  );
}

/** Not only colours: a second claim has stripes, an overlap squares. */
const PATTERNS: Element = el(
  'svg',
  { class: 'patterns', 'aria-hidden': 'true', width: 0, height: 0, key: 'patterns' },
  el(
    'defs',
    {},
    el(
      'pattern',
      { id: 'second-claim', patternUnits: 'userSpaceOnUse', width: 8, height: 8, patternTransform: 'rotate(45)' },
      el('rect', { class: 'pattern-ground', width: 8, height: 8 }),
      el('rect', { class: 'pattern-second', width: 4, height: 8 }),
    ),
    el(
      'pattern',
      { id: 'overlap', patternUnits: 'userSpaceOnUse', width: 8, height: 8 },
      el('rect', { class: 'pattern-ground', width: 8, height: 8 }),
      el('rect', { class: 'pattern-overlap', width: 4, height: 4 }),
      el('rect', { class: 'pattern-overlap', x: 4, y: 4, width: 4, height: 4 }),
    ),
  ),
);
