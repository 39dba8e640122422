import { portListText } from '../../core/address/port-ranges.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { shortName } from '../../output/short-name.ts';
import { name } from './name.ts';
import { laneName, type Overlap, type PortLane } from './port-lanes.ts';
import type { PortScale } from './port-scale.ts';
import { boxes, marks, nextMark, track } from './port-track.ts';
import { signMark } from './sign-mark.ts';

/** Ports that are listed before the rest is counted. */
const MOST_RANGES = 6;

/** A lane of a ruler: what it has in words, and on the line, if there is one. */
export function laneItem(lane: PortLane, scale: PortScale | undefined): Element {
  return el(
    'li',
    { class: `lane ${lane.kind}`, key: `${lane.kind} ${laneName(lane)}` },
    el('p', {}, ...laneText(lane)),
    scale !== undefined &&
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
  if (lane.isStopped === true) return [...owned, ' is ', el('b', {}, 'stopped'), ': it has no port'];
  const has = taken.length === 0 ? 'no port yet' : listText(taken);
  const again = second.length === 0 ? [] : [' · second claim ', el('b', { class: 'trouble' }, listText(second))];
  const pool = kind === 'pool' ? [`pool ${rangeText(range)} of `] : [];
  return [
    ...pool,
    ...owned,
    kind === 'file' || kind === 'start' ? ': ' : ' has ',
    el('b', {}, has),
    ...again,
    ...(next === undefined ? [] : [' · next ', el('b', { class: 'next-port' }, String(next))]),
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
export function overlapItem(
  overlaps: readonly Overlap[],
  willBe: boolean,
  scale: PortScale | undefined,
): Element | undefined {
  if (!willBe && overlaps.length === 0) return undefined;
  const isNow = overlaps.length > 0;
  return el(
    'li',
    { class: isNow ? 'lane overlap' : 'lane overlap none', key: 'overlap' },
    isNow
      ? overlaps.slice(0, MOST_RANGES).map((overlap) => el('p', {}, ...overlapText(overlap)))
      : el('p', {}, 'No port is wanted twice yet.'),
    overlaps.length > MOST_RANGES && el('p', {}, `and ${overlaps.length - MOST_RANGES} more overlaps`),
    scale !== undefined && track(scale, [boxes(scale, overlaps, 'twice')]),
  );
}

function overlapText({ owners, ...range }: Overlap): (Element | string)[] {
  const names = owners.slice(0, 3).map((owner) => shortName(owner));
  const more = owners.length > 3 ? ` and ${owners.length - 3} more` : '';
  return [signMark('✗'), ' overlap ', el('b', {}, rangeText(range)), ': ', el('bdi', {}, names.join(' and ') + more)];
}
