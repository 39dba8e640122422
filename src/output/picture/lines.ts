import type { Point } from './layout.ts';

/** Corners are round by so much, where the pieces beside them are long enough. */
const RADIUS = 8;

/** The `d` of a path along corners. */
export function pathOf(points: readonly Point[]): string {
  const corners = withoutRepeats(points);
  const [first, ...others] = corners;
  if (first === undefined) return '';
  const pieces = [`M${at(first)}`];
  for (const [index, corner] of others.entries()) {
    const [before, after] = [corners[index], corners[index + 2]];
    if (before === undefined || after === undefined) {
      pieces.push(`L${at(corner)}`);
      continue;
    }
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    pieces.push(`L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`);
  }
  return pieces.join('');
}

/** The same line, so many pixels to the right of it, seen along it. All pieces are level or upright. */
export function beside(points: readonly Point[], by: number): Point[] {
  const corners = withoutRepeats(points);
  return corners.map((corner, index) => {
    const into = normal(corners[index - 1], corner);
    const out = normal(corner, corners[index + 1]);
    const [one, other] = [into ?? out, out ?? into];
    if (one === undefined || other === undefined) return corner;
    const x = one.x === 0 ? other.x : one.x;
    const y = one.y === 0 ? other.y : one.y;
    return { x: corner.x + x * by, y: corner.y + y * by };
  });
}

/** The beginning of a line: such a part of it. */
export function beginningOf(points: readonly Point[], part: number): Point[] {
  const total = points.slice(1).reduce((sum, point, index) => sum + distance(points[index] ?? point, point), 0);
  let left = total * part;
  const beginning: Point[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const length = before === undefined ? 0 : distance(before, point);
    if (before !== undefined && length >= left) return [...beginning, towards(before, point, left)];
    left -= length;
    beginning.push(point);
  }
  return beginning;
}

/** The `d` of a head of an arrow at the end of a line that comes from `from`. */
export function arrowHead(from: Point, to: Point, size = 11): string {
  const length = distance(from, to) || 1;
  const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [backX, backY] = [to.x - x * size, to.y - y * size];
  const half = size * 0.6;
  return `M${at(to)}L${at({ x: backX - y * half, y: backY + x * half })}L${at({ x: backX + y * half, y: backY - x * half })}Z`;
}

/** A pair of numbers as a path has it. */
export function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

/** The direction to the right of a piece. */
function normal(from: Point | undefined, to: Point | undefined): Point | undefined {
  if (from === undefined || to === undefined) return undefined;
  const length = distance(from, to) || 1;
  return { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
}

function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return before === undefined || Math.abs(before.x - point.x) + Math.abs(before.y - point.y) > 0.05;
  });
}
