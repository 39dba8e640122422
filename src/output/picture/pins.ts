import type { Cell, Places } from './place.ts';
import type { EndNode, LinkNode, Topology } from './topology.ts';

export type Side = 'left' | 'right';

/** An end of a link at the edge of its device. */
export interface Pin {
  readonly end: EndNode;
  /** Place of its link in the topology. */
  readonly link: number;
  readonly side: Side;
  readonly cell: Cell;
  /** From the top, in its side; 0 is the first. */
  slot: number;
  /** True if its link is one straight line to the neighbour. */
  isStraight: boolean;
}

export interface LinkPins {
  readonly link: LinkNode;
  readonly a: Pin;
  readonly b: Pin;
}

const NOWHERE: Cell = { column: 0, row: 0 };

/** Gives each end its side of the device, towards the other end, and its place among the ends there. */
export function pinsOf({ links }: Topology, places: Places): LinkPins[] {
  const counts = new Map<string, number>();
  const bySide = new Map<string, { pin: Pin; far: Cell }[]>();
  const sides = links.map(({ a, b }) => sidesOf([a.device, b.device], places, counts));
  const pins = links.map((link, index): LinkPins => {
    const pinOf = (end: EndNode, other: EndNode, side: Side): Pin => {
      const cell = places.devices.get(end.device) ?? NOWHERE;
      const pin: Pin = { end, link: index, side, cell, slot: 0, isStraight: false };
      const key = `${side} ${end.device}`;
      const far = { pin, far: places.devices.get(other.device) ?? NOWHERE };
      const known = bySide.get(key);
      if (known === undefined) bySide.set(key, [far]);
      else known.push(far);
      return pin;
    };
    const [ofA, ofB] = sides[index] ?? ['right', 'left'];
    return { link, a: pinOf(link.a, link.b, ofA), b: pinOf(link.b, link.a, ofB) };
  });
  for (const ends of bySide.values()) setSlots(ends);
  for (const { a, b } of pins) {
    a.isStraight = b.isStraight = isFacing(a, b) && a.slot === b.slot;
  }
  return pins;
}

/** The sides of both ends; those of a link within a column go where fewer are. */
function sidesOf(
  [one, other]: readonly [string, string],
  { devices }: Places,
  counts: Map<string, number>,
): readonly [Side, Side] {
  const [a, b] = [devices.get(one)?.column ?? 0, devices.get(other)?.column ?? 0];
  const countOf = (side: Side): number => (counts.get(`${side} ${one}`) ?? 0) + (counts.get(`${side} ${other}`) ?? 0);
  const sides: readonly [Side, Side] =
    a < b
      ? ['right', 'left']
      : a > b
        ? ['left', 'right']
        : countOf('left') < countOf('right')
          ? ['left', 'left']
          : ['right', 'right'];
  for (const key of [`${sides[0]} ${one}`, `${sides[1]} ${other}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
  return sides;
}

/**
 * Those to the neighbour come first, on both sides in the order of the links, and so are straight lines; of
 * the others those to devices further up stand higher, and so lines cross less.
 */
function setSlots(ends: { readonly pin: Pin; readonly far: Cell }[]): void {
  const key = ({ pin, far }: { pin: Pin; far: Cell }): number => {
    const down = far.row - pin.cell.row;
    const isNeighbour = down === 0 && Math.abs(far.column - pin.cell.column) === 1;
    return isNeighbour ? Number.NEGATIVE_INFINITY : down;
  };
  ends.sort((one, other) => {
    const [first, second] = [key(one), key(other)];
    return first === second ? one.pin.link - other.pin.link : first - second;
  });
  for (const [slot, { pin }] of ends.entries()) pin.slot = slot;
}

function isFacing(a: Pin, b: Pin): boolean {
  return a.side !== b.side && a.cell.row === b.cell.row && Math.abs(a.cell.column - b.cell.column) === 1;
}
