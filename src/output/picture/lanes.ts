import { type Element, el } from '../markup/markup.ts';
import { FATE_LOOK, type FateName } from './fate-look.ts';
import { hint } from './hint.ts';
import type { EndPlace, Layout, LinkPlace, Point } from './layout.ts';
import { arrowHead, at, beside, halfOf, pathOf } from './lines.ts';
import type { Look } from './look.ts';
import { STUB } from './measures.ts';

/** Two lanes of one link lie so far from its middle. */
const ASIDE = 4;

/** Every end of a layout by its id. */
export function endsOf({ links }: Layout): Map<string, EndPlace> {
  return new Map(links.flatMap(({ a, b }) => [a, b].map((end): [string, EndPlace] => [end.node.id, end])));
}

/**
 * Where the frames of both ends of a link go. Each end has one path, with `data-end`, that a frame travels
 * along; those of a link that works lie on each other.
 */
export function lanesOf(place: LinkPlace, look: Look, ends: ReadonlyMap<string, EndPlace>): Element[] {
  const fates = [fateOf(place.a, look), fateOf(place.b, look)] as const;
  const [one, other] = fates;
  const isOneLine =
    one === undefined || other === undefined || (one === other && (one === 'peer' || one === 'unknown'));
  const aside = isOneLine ? 0 : ASIDE;
  return [
    ...laneOf({ end: place.a, far: place.b, points: place.points, aside }, look, ends),
    ...laneOf({ end: place.b, far: place.a, points: place.points.toReversed(), aside }, look, ends),
  ];
}

export function fateOf({ node }: EndPlace, { ends }: Look): FateName | undefined {
  return ends.get(node.id)?.link?.fate;
}

interface Lane {
  readonly end: EndPlace;
  readonly far: EndPlace;
  /** From the end to its far end. */
  readonly points: readonly Point[];
  readonly aside: number;
}

function laneOf(lane: Lane, look: Look, ends: ReadonlyMap<string, EndPlace>): Element[] {
  const { end, far } = lane;
  const socket = look.ends.get(end.node.id)?.link;
  const fate = socket?.fate;
  if (fate === undefined) return [];
  const receiver = socket?.to === undefined || socket.to === far.node.id ? undefined : ends.get(socket.to);
  const path = (d: string): Element =>
    el(
      'path',
      {
        key: `lane ${end.node.id}`,
        class: `lane fate-${fate}`,
        ...endData(end),
        'stroke-dasharray': FATE_LOOK[fate].stroke || undefined,
        d,
      },
      hint(`${nameOf(end)}: ${FATE_LOOK[fate].word}`),
    );
  const head = (from: Point, to: Point): Element =>
    el('path', { key: `head ${end.node.id}`, class: `head fate-${fate}`, d: arrowHead(from, to) });
  const way = beside(lane.points, lane.aside);
  const [before, last] = [way.at(-2), way.at(-1)];
  switch (fate) {
    case 'refused':
      return [hatched(end)];
    case 'self':
      return comesBack(end, path, head);
    case 'nobody':
      return isolated(end, halfOf(way), path);
    case 'unknown':
      return [path(pathOf(way))];
    case 'other':
      if (receiver === undefined) return isolated(end, halfOf(way), path);
      return [path(astray(way, end, receiver)), head(receiver.outer, receiver.start)];
    case 'peer':
      if (receiver !== undefined) {
        return [path(`${pathOf(way)}${arc(far, receiver)}`), head(receiver.outer, receiver.start)];
      }
      return before === undefined || last === undefined ? [path(pathOf(way))] : [path(pathOf(way)), head(before, last)];
  }
}

/** How an end is named to a reader, its lab after it. */
export function nameOf({ node }: EndPlace): string {
  return node.lab === undefined ? node.name : `${node.name} (${node.lab})`;
}

/** How a page finds the line of an end: by its name, and its lab where several run at once. */
export function endData({ node }: EndPlace): { readonly 'data-end': string; readonly 'data-lab': string | undefined } {
  return { 'data-end': node.name, 'data-lab': node.lab };
}

type Path = (d: string) => Element;

/** A loop beside the port. */
function comesBack(end: EndPlace, path: Path, head: (from: Point, to: Point) => Element): Element[] {
  const out = end.side === 'left' ? -1 : 1;
  const { x, y } = end.start;
  const turn = x + out * (STUB - 16);
  const [above, below] = [y + 1, y + 13];
  const d = `M${at({ x, y: above })}L${at({ x: turn, y: above })}C${at({ x: turn + out * 10, y: above })} ${at({ x: turn + out * 10, y: below })} ${at({ x: turn, y: below })}L${at({ x, y: below })}`;
  return [path(d), head({ x: turn, y: below }, { x, y: below })];
}

/** A line that ends in the open, with a cross there. */
function isolated(end: EndPlace, points: readonly Point[], path: Path): Element[] {
  const { x, y } = points.at(-1) ?? end.outer;
  const cross = `M${at({ x: x - 6, y: y - 6 })}L${at({ x: x + 6, y: y + 6 })}M${at({ x: x - 6, y: y + 6 })}L${at({ x: x + 6, y: y - 6 })}`;
  return [path(pathOf(points)), el('path', { key: `cross ${end.node.id}`, class: 'cross fate-nobody', d: cross })];
}

/** From its own port over the picture to the end that really gets the frames. */
function astray(way: readonly Point[], end: EndPlace, receiver: EndPlace): string {
  const [from] = way;
  const y = from?.y ?? end.y;
  return `M${at({ x: end.start.x, y })}L${at({ x: end.outer.x, y })}${arc({ ...end, outer: { x: end.outer.x, y } }, receiver)}`;
}

/** A curve that leaves one end outwards and comes into another one from outside. */
function arc(from: EndPlace, to: EndPlace): string {
  const bend = Math.max(40, Math.hypot(from.outer.x - to.outer.x, from.outer.y - to.outer.y) / 2);
  const control = ({ side, outer }: EndPlace): Point => ({ x: outer.x + (side === 'left' ? -bend : bend), y: outer.y });
  return `L${at(from.outer)}C${at(control(from))} ${at(control(to))} ${at(to.outer)}L${at(to.start)}`;
}

/** In place of a socket: a thick border with strokes across. */
function hatched({ node, side, start }: EndPlace): Element {
  const [width, height] = [14, 26];
  const x = side === 'left' ? start.x - width : start.x;
  const y = start.y - height / 2;
  const strokes = [0, 1, 2, 3].map((n) => `M${at({ x, y: y + 6 + n * 6 })}l${width} -6`).join('');
  const border = `M${at({ x, y })}h${width}v${height}h${-width}z`;
  return el('path', {
    key: `hatched ${node.id}`,
    class: 'hatched',
    'data-end': node.name,
    'data-lab': node.lab,
    d: `${border}${strokes}`,
  });
}
