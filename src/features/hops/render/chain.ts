import type { Hop } from '../../../core/open-project/live-link.ts';
import { widestOf, widthOf } from '../../../output/cut-text.ts';
import { shortName } from '../../../output/short-name.ts';
import { type Block, blocksOf } from './blocks.ts';
import { programLabel, shortFault } from './fault.ts';
import { type Chain as Drawn, type WireFate, wireFate } from './wire-fate.ts';

/** How a chain is shown. */
export interface ChainStyle {
  /** Columns; infinite where lines are not folded. */
  readonly width: number;
  /** True if the hosts of hops are shown: a project on several. */
  readonly hasHosts: boolean;
}

/** How far chains stand to the right of the name of their link. */
const MARGIN = 2;

/** The part of a chain that goes on in the next lines stands further to the right. */
const FURTHER = 6;

/** Blanks between the two sockets of a bridge, at the least. */
const GAP = 3;

/** Of longer names of nodes and hosts the middle is left out: four stand side by side. */
const LONGEST_NAME = 24;

/** A program as text, with what frames pass to its left and to its right. */
interface Box {
  /** Lines above the ports: node, program, and what is wrong with it. */
  readonly head: readonly string[];
  readonly left?: Cells;
  readonly right?: Cells;
  /** The wire to the next box. */
  readonly wire?: Cells;
  readonly width: number;
}

/** What stands in the line of ports, and in those of frames from left to right, and from right to left. */
type Cells = readonly [ports: string, right: string, left: string];

/**
 * The chain of a link from left to right: programs, below them their ports, and below these the frames that
 * have passed, to the right and to the left. Where it is too wide it goes on below. Where frames do not come
 * on the wire ends in an x.
 */
export function chainLines(link: Drawn, { width, hasHosts }: ChainStyle): string[] {
  const boxes = withOutside(boxesOf(link, hasHosts), link.hops);
  const lines: string[] = [];
  for (let rest = boxes, margin = MARGIN; rest.length > 0; margin = FURTHER) {
    const count = fitting(rest, width - margin);
    lines.push(...rowLines(rest.slice(0, count)).map((line) => `${' '.repeat(margin)}${line}`.trimEnd()));
    rest = rest.slice(count);
  }
  return lines.filter((line) => line !== '');
}

function boxesOf(link: Drawn, hasHosts: boolean): Box[] {
  const blocks = blocksOf(link.hops);
  return blocks.map((block, index) => {
    const [one, other] = block.hops;
    const isFirst = index === 0;
    const isLast = index === blocks.length - 1;
    const head = headOf(block, hasHosts);
    // A lone socket faces its neighbour; of the two of a bridge each faces one.
    const left = other !== undefined || !isFirst ? one : undefined;
    const right = other ?? (isFirst ? one : undefined);
    const cells = {
      ...(left === undefined ? {} : { left: cellsOf(left, 'left') }),
      ...(right === undefined ? {} : { right: cellsOf(right, 'right') }),
      ...(isLast ? {} : { wire: wireOf(link, block.first + block.hops.length - 1) }),
    };
    return { head, ...cells, width: boxWidth(head, cells) };
  });
}

function headOf({ hops }: Block, hasHosts: boolean): string[] {
  const [hop] = hops;
  if (hop === undefined) return [];
  const ended = hops.find(({ fault }) => fault === 'process ended') ?? hop;
  const filters = hops.flatMap(({ filters: names = [] }) => names);
  const note = shortFault(hops) ?? (filters.length > 0 ? [...new Set(filters)].join(' ') : '');
  return [
    shortName(hop.node, LONGEST_NAME),
    programLabel(ended),
    ...(hasHosts ? [shortName(hop.host, LONGEST_NAME)] : []),
    note,
  ];
}

/**
 * Frames that go to the right come out of the left socket of a wire and into the right one. `side`: on which
 * side of its box a socket is.
 */
function cellsOf(hop: Hop, side: 'left' | 'right'): Cells {
  const { counters, grown, isPresent } = hop;
  const shown = grown ?? counters;
  const sign = grown === undefined ? '' : '+';
  const text = (frames: number | undefined): string => {
    if (frames === undefined) return isPresent ? '-' : '';
    return `${sign}${frames}`;
  };
  const [comesIn, goesOut] = [text(shown?.packetsIn), text(shown?.packetsOut)];
  return side === 'right' ? [portText(hop), goesOut, comesIn] : [portText(hop), comesIn, goesOut];
}

/** `(20003)` is not there; `20003!` is, and something is wrong with it. */
function portText({ localPort, isPresent, fault }: Hop): string {
  const port = localPort === undefined ? '-' : String(localPort);
  if (fault === 'not seen') return localPort === undefined ? '?' : `${port}?`;
  if (!isPresent) return localPort === undefined ? '-' : `(${port})`;
  return fault === undefined || fault === 'process stopped' || fault === 'process traced' ? port : `${port}!`;
}

/** A wire to the right, and to the left, by what becomes of the frames. */
const WIRES: Readonly<Record<WireFate, readonly [string, string]>> = {
  arrives: ['-->', '<--'],
  'goes astray': ['-->', '<--'],
  lost: ['--x', 'x--'],
  'no socket': ['', ''],
  'not known': ['-?>', '<?-'],
  'not started': ['...', '...'],
};

/** The wire behind hop `index`. */
function wireOf(link: Drawn, index: number): Cells {
  const { hops } = link;
  const fates = [wireFate(link, index, index + 1), wireFate(link, index + 1, index)] as const;
  const [right, left] = [WIRES[fates[0]][0], WIRES[fates[1]][1]];
  return [portsWire(fates), hops[index]?.isPresent ? right : '', hops[index + 1]?.isPresent ? left : ''];
}

function portsWire(fates: readonly WireFate[]): string {
  if (fates.includes('not started')) return '...';
  if (fates.includes('not known')) return '-?-';
  return fates.includes('lost') || fates.includes('no socket') ? '-x-' : '---';
}

/** Where a cloud leads out of the project, its outer sockets point at no hop. */
function withOutside(boxes: readonly Box[], hops: readonly Hop[]): Box[] {
  const outer = (hop: Hop | undefined): string => `${hop?.remoteHost ?? ''}:${hop?.remotePort ?? ''}`;
  const box = (text: string, side: 'left' | 'right', wire?: Cells): Box => ({
    head: ['outside'],
    [side]: [text, '', ''],
    ...(wire === undefined ? {} : { wire }),
    width: widthOf(text),
  });
  const first = boxes[0];
  const last = boxes.at(-1);
  const before = first?.left !== undefined ? [box(outer(hops[0]), 'right', ['---', '-->', '<--'])] : [];
  if (last?.right === undefined || boxes.length === 1) return [...before, ...boxes];
  const wired: Box = { ...last, wire: ['---', '-->', '<--'] };
  return [...before, ...boxes.slice(0, -1), wired, box(outer(hops.at(-1)), 'left')];
}

function boxWidth(head: readonly string[], { left, right }: Pick<Box, 'left' | 'right'>): number {
  const between = left !== undefined && right !== undefined ? GAP : 0;
  return Math.max(widestOf(head), widestOf(left ?? []) + between + widestOf(right ?? []));
}

/** How many boxes have room side by side, at least one. */
function fitting(boxes: readonly Box[], room: number): number {
  let [count, taken] = [0, 0];
  for (const { width, wire } of boxes) {
    taken += width + (wire === undefined ? 0 : WIRE);
    if (count > 0 && taken > room) break;
    count++;
  }
  return count;
}

/** A wire with a blank at each side. */
const WIRE = 5;

function rowLines(boxes: readonly Box[]): string[] {
  const heads = Math.max(...boxes.map(({ head }) => head.length));
  const above = Array.from({ length: heads }, (_, line) =>
    boxes.map(({ head, width, wire }) => padded(head[line] ?? '', width + (wire === undefined ? 0 : WIRE))).join(''),
  );
  const below = [0, 1, 2].map((line) => boxes.map((box) => cellLine(box, line as 0 | 1 | 2)).join(''));
  return [...above.filter((line) => line.trim() !== ''), ...below];
}

function cellLine({ left, right, wire, width }: Box, line: 0 | 1 | 2): string {
  const [near, far] = [left?.[line] ?? '', right?.[line] ?? ''];
  const blanks = ' '.repeat(Math.max(0, width - widthOf(near) - widthOf(far)));
  return `${near}${blanks}${far}${wire === undefined ? '' : ` ${wire[line].padEnd(3)} `}`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
