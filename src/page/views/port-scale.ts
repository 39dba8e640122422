import type { PortRange } from '../../core/lab/lab.ts';

/** Where ports lie on a line that is 100 wide, with wide gaps left out. */
export interface PortScale {
  readonly pieces: readonly ScalePiece[];
  /** Where something is left out: the middle of the sign. */
  readonly breaks: readonly number[];
  /** Port numbers to be written below, far enough from each other. */
  readonly ticks: readonly number[];
}

/** Ports in a row, from `x` on, each `unit` wide. */
export interface ScalePiece extends PortRange {
  readonly x: number;
  readonly unit: number;
}

/** A gap up to this is drawn, however little there is at its sides. */
const LEAST_GAP = 8;

/** A break is so wide, and all of them together take no more than `MOST_BREAKS`. */
const BREAK = 6;
const MOST_BREAKS = 30;

/** A piece is at least so wide; with very many pieces less. */
const LEAST_PIECE = 5;

/** A line has at least so many ports, free ones at its end: no box is too wide to be one port. */
const LEAST_PORTS = 12;

/** Two numbers have at least so much between their beginnings: five digits on a phone. */
const TICK = 20;

/** A scale that has all these ranges; it depends on nothing else, so that it stays while ports are given. */
export function portScale(ranges: readonly PortRange[]): PortScale {
  const joined = withFreePorts(joinedRanges(ranges));
  const gaps = Math.max(0, joined.length - 1);
  const gapWidth = Math.min(BREAK, MOST_BREAKS / Math.max(1, gaps));
  const room = 100 - gaps * gapWidth;
  const least = Math.min(LEAST_PIECE, room / (2 * Math.max(1, joined.length)));
  const total = joined.reduce((sum, range) => sum + countOf(range), 0);
  const spare = room - joined.length * least;
  const pieces: ScalePiece[] = [];
  const breaks: number[] = [];
  let x = 0;
  for (const range of joined) {
    if (pieces.length > 0) {
      breaks.push(x + gapWidth / 2);
      x += gapWidth;
    }
    const width = least + (spare * countOf(range)) / total;
    pieces.push({ ...range, x, unit: width / countOf(range) });
    x += width;
  }
  return { pieces, breaks, ticks: ticksOf(pieces) };
}

function withFreePorts(joined: readonly PortRange[]): readonly PortRange[] {
  const missing = LEAST_PORTS - joined.reduce((sum, range) => sum + countOf(range), 0);
  const end = joined.at(-1);
  if (end === undefined || missing <= 0) return joined;
  return [...joined.slice(0, -1), { first: end.first, last: end.last + missing }];
}

function countOf({ first, last }: PortRange): number {
  return last - first + 1;
}

/** Ranges in order, those joined between which little is missing. */
function joinedRanges(ranges: readonly PortRange[]): PortRange[] {
  const sorted = [...ranges].sort((one, other) => one.first - other.first);
  const most = Math.max(
    LEAST_GAP,
    sorted.reduce((sum, range) => sum + countOf(range), 0),
  );
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const before = joined.at(-1);
    if (before !== undefined && first - before.last - 1 <= most) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

/** The first port of each piece, then round ones, as long as there is room. */
function ticksOf(pieces: readonly ScalePiece[]): number[] {
  const ticks: { port: number; x: number }[] = [];
  const add = (port: number, x: number): void => {
    const isFree = ticks.every((tick) => Math.abs(tick.x - x) >= TICK);
    if (isFree && x <= 100 - TICK / 2) ticks.push({ port, x });
  };
  for (const { first, x } of pieces) add(first, x);
  for (const piece of pieces) {
    const step = roundStep(piece);
    for (let port = Math.ceil(piece.first / step) * step; port <= piece.last; port += step)
      add(port, piece.x + (port - piece.first) * piece.unit);
  }
  return ticks.sort((one, other) => one.x - other.x).map(({ port }) => port);
}

/** The smallest of 1, 2, 5, 10, 20 … that leaves room for a number. */
function roundStep({ unit }: ScalePiece): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power * unit >= TICK) return digit * power;
  }
}

/** Where a port begins on the scale; undefined where it is left out. */
export function placeOf({ pieces }: PortScale, port: number): number | undefined {
  const piece = pieces.find(({ first, last }) => port >= first && port <= last);
  return piece === undefined ? undefined : piece.x + (port - piece.first) * piece.unit;
}

/** The stretches of the line that a range takes: several where a part of it is left out. */
export function stretches({ pieces }: PortScale, range: PortRange): { readonly x: number; readonly width: number }[] {
  return pieces.flatMap(({ first, last, x, unit }) => {
    const from = Math.max(first, range.first);
    const to = Math.min(last, range.last);
    return from > to ? [] : [{ x: x + (from - first) * unit, width: (to - from + 1) * unit }];
  });
}
