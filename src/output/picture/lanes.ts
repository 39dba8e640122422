import { type Element, el } from '../markup/markup.ts';
import { FATE_LOOK, type FateName } from './fate-look.ts';
import { hint } from './hint.ts';
import type { EndPlace, Layout, LinkPlace, Point } from './layout.ts';
import { arrowHead, at, beginningOf, beside, pathOf } from './lines.ts';
import type { Look } from './look.ts';
import { STUB } from './measures.ts';

/** What is lost ends after such a part of its line: both ends of a link have room for their crosses. */
const OPEN = 0.42;

/** Two lanes of one link lie so far from its middle. */
const ASIDE = 4;

/** What lanes are drawn from. */
export interface Stage {
  readonly layout: Layout;
  readonly look: Look;
  /** Every end of the layout by its id. */
  readonly ends: ReadonlyMap<string, EndPlace>;
}

export function stageOf(layout: Layout, look: Look): Stage {
  const ends = layout.links.flatMap(({ a, b }) => [a, b].map((end): [string, EndPlace] => [end.node.id, end]));
  return { layout, look, ends: new Map(ends) };
}

/**
 * Where the frames of both ends of a link go. Each end has one path, with `data-end`, that a frame travels
 * along; those of a link that works lie on each other.
 */
export function lanesOf(place: LinkPlace, stage: Stage): Element[] {
  const { node, a, b, points } = place;
  const [one, other] = [fateOf(a, stage.look), fateOf(b, stage.look)];
  const isOneLine =
    one === undefined || other === undefined || (one === other && (one === 'peer' || one === 'unknown'));
  const asideOf = (far: EndPlace): number =>
    isOneLine ? 0 : isLooped(far, stage) && far.side === 'left' ? -ASIDE : ASIDE;
  return [
    ...laneOf({ end: a, far: b, points, aside: asideOf(b), number: 2 * (node.numbers[0] ?? 0) }, stage),
    ...laneOf(
      { end: b, far: a, points: points.toReversed(), aside: asideOf(a), number: 2 * (node.numbers[0] ?? 0) + 1 },
      stage,
    ),
  ];
}

/** A loop hangs below the line of its end, and what arrives there comes in above. */
function isLooped(end: EndPlace, { look }: Stage): boolean {
  return fateOf(end, look) === 'self';
}

function fateOf({ node }: EndPlace, { ends }: Look): FateName | undefined {
  return ends.get(node.id)?.link?.fate;
}

interface Lane {
  readonly end: EndPlace;
  readonly far: EndPlace;
  /** From the end to its far end. */
  readonly points: readonly Point[];
  readonly aside: number;
  /** Of all lanes. */
  readonly number: number;
}

function laneOf(lane: Lane, stage: Stage): Element[] {
  const { end, far, number } = lane;
  const { look, ends } = stage;
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
  const below = ({ outer, start }: EndPlace): Element =>
    head({ x: outer.x, y: outer.y + BELOW }, { x: start.x, y: start.y + BELOW });
  const way = beside(lane.points, lane.aside);
  const [before, last] = [way.at(-2), way.at(-1)];
  switch (fate) {
    case 'refused':
      return [hatched(end)];
    case 'self':
      return comesBack(end, path, head);
    case 'nobody':
      return isolated(end, beginningOf(way, OPEN), path);
    case 'unknown':
      return [path(pathOf(way))];
    case 'other':
      if (receiver === undefined) return isolated(end, beginningOf(way, OPEN), path);
      return [path(pathOf(astray(way, { end, receiver, number }, stage))), below(receiver)];
    case 'peer':
      if (receiver !== undefined) {
        return [
          path(`${pathOf(way)}${pathOf(astray([far.start], { end: far, receiver, number }, stage))}`),
          below(receiver),
        ];
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
  return [path(pathOf(points)), el('path', { key: `cross ${end.node.id}`, class: 'cross', d: cross })];
}

/** Ways of different ends along one guide lie a little beside each other. */
const SPREAD = [-4, 4, 0, 7, -7, 2, -2];
/** What goes astray comes in below the line of the end where it comes out. */
const BELOW = 11;

/** From its own port along the guides to the end that really gets the frames. */
function astray(
  way: readonly Point[],
  { end, receiver, number }: { readonly end: EndPlace; readonly receiver: EndPlace; readonly number: number },
  { layout }: Stage,
): Point[] {
  const { upright, level } = layout.guides;
  const beside = SPREAD[number % SPREAD.length] ?? 0;
  const x = (upright[end.guide] ?? end.outer.x) + beside;
  const y = way[0]?.y ?? end.y;
  const from = { x: end.start.x, y };
  const back = (upright[receiver.guide] ?? receiver.outer.x) + beside;
  const last = [
    { x: back, y: receiver.y + BELOW },
    { x: receiver.start.x, y: receiver.start.y + BELOW },
  ];
  if (end.guide === receiver.guide) return [from, { x, y }, ...last];
  const distance = (guide: number): number => Math.abs(guide - end.y) + Math.abs(guide - receiver.y);
  const [above = 0, below = 0] = [level[receiver.row], level[receiver.row + 1]];
  const turn = (distance(above) < distance(below) ? above : below) + beside;
  return [from, { x, y }, { x, y: turn }, { x: back, y: turn }, ...last];
}

/** In place of a socket: a thick border with strokes across. */
function hatched({ node, side, start }: EndPlace): Element {
  const d = hatch(side === 'left' ? start.x - HATCHED.width : start.x, start.y - HATCHED.height / 2);
  const key = `hatched ${node.id}`;
  return el('path', { key, class: 'hatched', 'data-end': node.name, 'data-lab': node.lab, d });
}

const HATCHED = { width: 14, height: 26 } as const;

/** The `d` of the sign for an end without a socket, by its upper left corner. */
export function hatch(x: number, y: number): string {
  const { width, height } = HATCHED;
  const strokes = [0, 1, 2, 3].map((n) => `M${at({ x, y: y + 6 + n * 6 })}l${width} -6`).join('');
  return `M${at({ x, y })}h${width}v${height}h${-width}z${strokes}`;
}
