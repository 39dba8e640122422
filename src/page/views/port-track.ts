import type { PortRange } from '../../core/lab/lab.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { type PortScale, placeOf, stretches } from './port-scale.ts';

/** Up to so many ports each one is a box of its own. */
const MOST_BOXES = 64;

type Marks = Element | readonly Element[] | false;

/** A line with the breaks of the scale and what lies on it. */
export function track(scale: PortScale, on: readonly Marks[]): Element {
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

export function marks(scale: PortScale, ranges: readonly PortRange[], kind: string): Element[] {
  return ranges
    .flatMap((range) => stretches(scale, range))
    .map((stretch) => el('rect', { class: kind, ...place(stretch) }));
}

/** Ports one by one, as long as they can be told apart. */
export function boxes(scale: PortScale, ranges: readonly PortRange[], kind: string): Element[] {
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

export function nextMark(scale: PortScale, next: number): Element[] {
  return marks(scale, [{ first: next, last: next }], 'next-port');
}

function place({ x, width }: { readonly x: number; readonly width: number }): Record<string, string | number> {
  return { x: percent(x), y: 3, width: percent(width), height: 22 };
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 1000}%`;
}

/** The numbers below the lanes of a machine. */
export function ticks(scale: PortScale): Element {
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
export function legend(): Element {
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
    entry('next-port', 'next port'),
    entry('range', 'range, or ports of others'),
  );
}

/** Not only colours: a second claim has stripes, an overlap squares. */
export const PATTERNS: Element = el(
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
