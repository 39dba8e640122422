import { type Axis, axisOf, type Borders } from './axis.ts';
import { folded } from './fold.ts';
import {
  DEVICE_HEADER,
  FONT,
  HOST_HEADER,
  HYPERVISOR_HEADER,
  HYPERVISOR_WIDTH,
  INTERFACE_WIDTH,
  NUDGE,
  nameWidth,
  PADDING,
  PITCH,
  STUB,
  TUNNEL,
  UBRIDGE,
  UBRIDGE_STUB,
} from './measures.ts';
import { type LinkPins, type Pin, pinsOf, type Side } from './pins.ts';
import { type Cells, type Places, place, type Room } from './place.ts';
import { type Route, type Routes, routesOf } from './route.ts';
import { swapped } from './swap.ts';
import { textWidth } from './text-width.ts';
import type { DeviceNode, EndNode, HostNode, HypervisorNode, LinkNode, Topology } from './topology.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a topology is drawn, in pixels of the picture. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** True if devices are drawn as their hypervisors or hosts, because they are too many. */
  readonly isFolded: boolean;
  readonly hosts: readonly (Rectangle & { readonly node: HostNode })[];
  readonly hypervisors: readonly (Rectangle & { readonly node: HypervisorNode })[];
  readonly devices: readonly (Rectangle & { readonly node: DeviceNode })[];
  readonly links: readonly LinkPlace[];
  /** Upright and level lines on which no device stands, and no link runs; the first is left of column 0. */
  readonly guides: { readonly upright: readonly number[]; readonly level: readonly number[] };
}

export interface EndPlace extends Point {
  readonly node: EndNode;
  /** The edge of the device at which it is; `x` and `y` are the point there. */
  readonly side: Side;
  /** Where the link begins: at the device, or at its uBridge. */
  readonly start: Point;
  /** Where it may turn: behind the port. */
  readonly outer: Point;
  /** The row of its device, and the upright guide in front of it. */
  readonly row: number;
  readonly guide: number;
}

export interface LinkPlace {
  readonly node: LinkNode;
  readonly a: EndPlace;
  readonly b: EndPlace;
  /** The corners of its line, from the start of `a` to that of `b`. */
  readonly points: readonly Point[];
}

/** The left half of a projector's picture. */
const WIDE: Room = { width: 1100, height: 700 };

/**
 * Lays a topology out. Pure: the same topology in the same room always gives the same picture. Devices stand
 * on a grid, links run through the channels between its columns and rows, and every label has room of its
 * own. Above 300 devices it draws their hypervisors or hosts instead.
 */
export function layout(topology: Topology, room: Room = WIDE): Layout {
  const shown = folded(topology);
  const places = swapped(place(shown, room), shown);
  const pins = pinsOf(shown, places);
  const routes = routesOf(pins, places, shown);
  const drawing = new Drawing(shown, places, { pins, routes });
  return { ...drawing.layout(), isFolded: shown !== topology };
}

/** A link without an address at its far end still needs a place: the corner of the picture. */
const CORNER: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

/** Turns cells, ends and tracks into pixels. */
class Drawing {
  private readonly across: Axis;
  private readonly down: Axis;
  private readonly columns: readonly Column[];
  private readonly boxOf = new Map<string, Rectangle>();

  constructor(
    private readonly topology: Topology,
    private readonly places: Places,
    private readonly made: { readonly pins: readonly LinkPins[]; readonly routes: Routes },
  ) {
    const ends = made.pins.flatMap(({ a, b }) => [a, b]);
    this.columns = columnsOf(topology, places, ends);
    const { upright, level } = made.routes;
    const widths = this.columns.map(({ left, box, right }) => left + box + right);
    const [uprightBorders, levelBorders] = bordersOf(topology, places);
    this.across = axisOf(widths, upright, uprightBorders);
    const heights = heightsOf(topology, places, ends);
    this.down = axisOf(rowsOf(places, heights), level, levelBorders);
    for (const [id, { column, row }] of places.devices) {
      const { left = 0, box = 0 } = this.columns[column] ?? {};
      const x = (this.across.starts[column] ?? 0) + left;
      const y = this.down.starts[row] ?? 0;
      this.boxOf.set(id, { x, y, width: box, height: heights.get(id) ?? 0 });
    }
  }

  layout(): Omit<Layout, 'isFolded'> {
    const { hosts } = this.topology;
    const hypervisors = hosts.flatMap((host) => host.hypervisors);
    return {
      width: Math.ceil(this.across.length),
      height: Math.ceil(this.down.length),
      hosts: hosts.map((node) => ({ node, ...this.hostBox(this.places.hosts.get(node)) })),
      hypervisors: hypervisors
        .filter(({ title }) => title !== '')
        .map((node) => ({ node, ...this.hypervisorBox(this.places.hypervisors.get(node)) })),
      devices: hypervisors
        .flatMap(({ devices }) => devices)
        .map((node) => ({ node, ...(this.boxOf.get(node.id) ?? CORNER) })),
      links: this.made.routes.routes.map((route) => this.link(route)),
      guides: { upright: this.across.guides, level: this.down.guides },
    };
  }

  private hostBox(cells: Cells | undefined): Rectangle {
    return this.rectangle(cells, 'hostsBegin', 'hostsEnd');
  }

  private hypervisorBox(cells: Cells | undefined): Rectangle {
    return this.rectangle(cells, 'hypervisorsBegin', 'hypervisorsEnd');
  }

  private rectangle(cells: Cells | undefined, begin: keyof Borders, end: keyof Borders): Rectangle {
    if (cells === undefined) return CORNER;
    const { column, row, columns, rows } = cells;
    const [x, y] = [this.across.borderAt(column, begin), this.down.borderAt(row, begin)];
    const [right, bottom] = [this.across.borderAt(column + columns, end), this.down.borderAt(row + rows, end)];
    return { x, y, width: right - x, height: bottom - y };
  }

  private link(route: Route): LinkPlace {
    const { link: node, a: pinA, b: pinB } = route.pins;
    const [a, b] = [this.end(pinA), this.end(pinB)];
    return { node, a, b, points: this.pointsOf(route, a.start, b.start) };
  }

  private end({ end: node, side, slot, cell, isStraight }: Pin): EndPlace {
    const box = this.boxOf.get(node.device) ?? CORNER;
    const nudge = side === 'left' && !isStraight ? NUDGE : 0;
    const y = box.y + DEVICE_HEADER + PITCH * (slot + 0.5) + nudge;
    const stub = stubOf(node);
    const [x, out] = side === 'left' ? [box.x, -1] : [box.x + box.width, 1];
    const start = node.hasUbridge ? x + out * (TUNNEL + UBRIDGE.width) : x;
    const guide = side === 'left' ? cell.column : cell.column + 1;
    return { node, side, x, y, start: { x: start, y }, outer: { x: x + out * stub, y }, row: cell.row, guide };
  }

  private pointsOf({ first, across, last }: Route, from: Point, to: Point): Point[] {
    const xOf = ({ channel, lane, segment }: NonNullable<Route['first']>): number =>
      this.across.trackAt(channel, lane, segment.track);
    if (first === undefined) return [from, to];
    const x = xOf(first);
    if (across === undefined || last === undefined) return [from, { x, y: from.y }, { x, y: to.y }, to];
    const y = this.down.trackAt(across.channel, across.lane, across.segment.track);
    const back = xOf(last);
    return [from, { x, y: from.y }, { x, y }, { x: back, y }, { x: back, y: to.y }, to];
  }
}

interface Column {
  /** Room for ports left of the devices, the devices, and room for ports right of them. */
  readonly left: number;
  readonly box: number;
  readonly right: number;
}

function stubOf({ interface: name, hasUbridge }: EndNode): number {
  if (name === undefined) return 0;
  return hasUbridge ? UBRIDGE_STUB : STUB;
}

/** All devices of a column are as broad as its broadest. */
function columnsOf({ hosts }: Topology, places: Places, ends: readonly Pin[]): Column[] {
  const columns = Array.from({ length: places.columns }, () => ({ left: 0, box: 40, right: 0 }));
  const names = new Map<string, { left: number; right: number }>();
  for (const { end, side, cell } of ends) {
    const column = columns[cell.column];
    if (column === undefined) continue;
    column[side] = Math.max(column[side], stubOf(end));
    const widths = names.get(end.device) ?? { left: 0, right: 0 };
    widths[side] = Math.max(widths[side], Math.min(INTERFACE_WIDTH, textWidth(end.interface ?? '', FONT.text)));
    names.set(end.device, widths);
  }
  for (const { hypervisors } of hosts) {
    for (const hypervisor of hypervisors) {
      for (const device of hypervisor.devices) {
        const column = columns[places.devices.get(device.id)?.column ?? 0];
        if (column === undefined) continue;
        const { left, right } = names.get(device.id) ?? { left: 0, right: 0 };
        column.box = Math.max(column.box, nameWidth(device), left + right + 32);
      }
      widen(columns, places.hypervisors.get(hypervisor), hypervisor);
    }
  }
  return columns;
}

/** A hypervisor is broad enough for its base and next port. */
function widen(
  columns: { left: number; box: number; right: number }[],
  cells: Cells | undefined,
  node: HypervisorNode,
): void {
  if (cells === undefined || node.title === '') return;
  const own = columns.slice(cells.column, cells.column + cells.columns);
  const width = own.reduce((sum, { left, box, right }) => sum + left + box + right, 0);
  const [first] = own;
  if (first !== undefined) first.box += Math.max(0, HYPERVISOR_WIDTH - width);
}

function heightsOf({ hosts }: Topology, places: Places, ends: readonly Pin[]): Map<string, number> {
  const slots = new Map<string, number>();
  for (const { end, slot } of ends) slots.set(end.device, Math.max(slots.get(end.device) ?? 1, slot + 1));
  const devices = hosts.flatMap(({ hypervisors }) => hypervisors.flatMap((one) => one.devices));
  return new Map(
    devices
      .filter(({ id }) => places.devices.has(id))
      .map(({ id }) => [id, DEVICE_HEADER + PITCH * (slots.get(id) ?? 0.5) + NUDGE]),
  );
}

function rowsOf({ devices, rows }: Places, heights: ReadonlyMap<string, number>): number[] {
  const sizes = new Array<number>(rows).fill(40);
  for (const [id, { row }] of devices) sizes[row] = Math.max(sizes[row] ?? 0, heights.get(id) ?? 0);
  return sizes;
}

/** What the boxes of hosts and hypervisors take in the channels, upright and level ones. */
function bordersOf({ hosts }: Topology, places: Places): [Borders[], Borders[]] {
  const none = (): Borders => ({ hypervisorsEnd: 0, hostsEnd: 0, hostsBegin: 0, hypervisorsBegin: 0 });
  const upright = Array.from({ length: places.columns + 1 }, none);
  const level = Array.from({ length: places.rows + 1 }, none);
  const enter = (cells: Cells | undefined, what: 'hosts' | 'hypervisors', header: number): void => {
    if (cells === undefined) return;
    const { column, row, columns, rows } = cells;
    const set = (borders: Borders | undefined, kind: keyof Borders, size: number): void => {
      if (borders !== undefined) borders[kind] = Math.max(borders[kind], size);
    };
    set(upright[column], `${what}Begin`, PADDING);
    set(upright[column + columns], `${what}End`, PADDING);
    set(level[row], `${what}Begin`, PADDING + header);
    set(level[row + rows], `${what}End`, PADDING);
  };
  for (const host of hosts) {
    enter(places.hosts.get(host), 'hosts', HOST_HEADER);
    for (const one of host.hypervisors)
      if (one.title !== '') enter(places.hypervisors.get(one), 'hypervisors', HYPERVISOR_HEADER);
  }
  return [upright, level];
}
