import { DEVICE_HEADER, GAP, PADDING, PITCH, STUB, UBRIDGE_STUB } from './measures.ts';
import type { HostNode, HypervisorNode, Topology } from './topology.ts';

/** A rectangle of cells of the grid on which devices stand. */
export interface Cells {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Where everything stands on one grid: hosts and hypervisors are rectangles of cells. */
export interface Places {
  readonly columns: number;
  readonly rows: number;
  readonly hosts: ReadonlyMap<HostNode, Cells>;
  readonly hypervisors: ReadonlyMap<HypervisorNode, Cells>;
  /** By the id of the device. */
  readonly devices: ReadonlyMap<string, Cell>;
}

/** The room that a picture is to fill. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** How broad blocks of devices are made: below 1 they are high. */
const SHAPES = [0.05, 0.3, 0.6, 1, 1.6, 2.5, 4, 100];

/**
 * Puts devices on a grid: those of a hypervisor in the order of the lab, hypervisors and hosts on shelves
 * from left to right. Of some ways to do so it takes the one that may be drawn largest in the room.
 */
export function place(topology: Topology, room: Room): Places {
  const sizes = sizesOf(topology);
  const total = topology.hosts.flatMap(({ hypervisors }) => hypervisors).reduce((sum, one) => sum + cellsOf(one), 0);
  let best: { places: Places; worth: number } | undefined;
  for (const columns of columnCounts(total)) {
    for (const shape of SHAPES) {
      const places = placeWith(topology, columns, shape);
      const worth = worthOf(places, { topology, sizes, room });
      if (best === undefined || worth > best.worth * 1.001) best = { places, worth };
    }
  }
  return best?.places ?? placeWith(topology, 1, 1);
}

function* columnCounts(total: number): Generator<number> {
  const most = Math.min(total, Math.ceil(3 * Math.sqrt(total)) + 3);
  const step = Math.max(1, Math.floor(most / 16));
  for (let columns = 1; columns <= Math.max(1, most); columns += step) yield columns;
}

function cellsOf({ devices }: HypervisorNode): number {
  return Math.max(1, devices.length);
}

function placeWith({ hosts }: Topology, most: number, shape: number): Places {
  const blocks = hosts.map((host) => {
    const inside = host.hypervisors.map((one) => ({ one, ...blockOf(one, most, shape) }));
    return { host, ...onShelves(inside, most) };
  });
  const whole = onShelves(blocks, most);
  const devices = new Map<string, Cell>();
  const hypervisors = new Map<HypervisorNode, Cells>();
  const placed = new Map<HostNode, Cells>();
  for (const { item, column, row } of whole.at) {
    placed.set(item.host, { column, row, columns: item.columns, rows: item.rows });
    for (const { item: block, ...at } of item.at) {
      const cells = { column: column + at.column, row: row + at.row, columns: block.columns, rows: block.rows };
      hypervisors.set(block.one, cells);
      for (const [index, { id }] of block.one.devices.entries()) {
        const [x, y] = [index % cells.columns, Math.floor(index / cells.columns)];
        devices.set(id, { column: cells.column + x, row: cells.row + y });
      }
    }
  }
  return { columns: whole.columns, rows: whole.rows, hosts: placed, hypervisors, devices };
}

interface Block {
  readonly columns: number;
  readonly rows: number;
}

function blockOf(one: HypervisorNode, most: number, shape: number): Block {
  const count = cellsOf(one);
  const columns = Math.min(most, count, Math.max(1, Math.round(Math.sqrt(count * shape))));
  return { columns, rows: Math.ceil(count / columns) };
}

interface Shelves<T> extends Block {
  readonly at: readonly { readonly item: T; readonly column: number; readonly row: number }[];
}

/** Blocks from left to right, on the next shelf where one is full. */
function onShelves<T extends Block>(items: readonly T[], most: number): Shelves<T> {
  const at: { item: T; column: number; row: number }[] = [];
  let [column, row, height, columns] = [0, 0, 0, 1];
  for (const item of items) {
    if (column > 0 && column + item.columns > most) [column, row, height] = [0, row + height, 0];
    at.push({ item, column, row });
    column += item.columns;
    height = Math.max(height, item.rows);
    columns = Math.max(columns, column);
  }
  return { at, columns, rows: Math.max(1, row + height) };
}

/** About how large each device is with its ends, by its id. */
function sizesOf({ hosts, links }: Topology): Map<string, Room> {
  const ends = new Map<string, number>();
  const stubs = new Map<string, number>();
  for (const { a, b } of links) {
    for (const { device, hasUbridge } of [a, b]) {
      ends.set(device, (ends.get(device) ?? 0) + 1);
      stubs.set(device, hasUbridge ? UBRIDGE_STUB : STUB);
    }
  }
  const devices = hosts.flatMap(({ hypervisors }) => hypervisors.flatMap((one) => one.devices));
  return new Map(
    devices.map(({ id }) => {
      const count = ends.get(id) ?? 0;
      const width = 140 + Math.min(2, count) * (stubs.get(id) ?? 0);
      return [id, { width, height: DEVICE_HEADER + PITCH * Math.max(1, Math.ceil(count / 2)) }];
    }),
  );
}

interface Question {
  readonly topology: Topology;
  readonly sizes: ReadonlyMap<string, Room>;
  readonly room: Room;
}

/** How large it may be drawn, and how short its links are. */
function worthOf(places: Places, { topology, sizes, room }: Question): number {
  const widths = new Array<number>(places.columns).fill(80);
  const heights = new Array<number>(places.rows).fill(60);
  for (const [id, { column, row }] of places.devices) {
    const size = sizes.get(id);
    widths[column] = Math.max(widths[column] ?? 0, size?.width ?? 0);
    heights[row] = Math.max(heights[row] ?? 0, size?.height ?? 0);
  }
  const between = GAP + 2 * PADDING;
  const width = widths.reduce((sum, one) => sum + one + between, 0);
  const height = heights.reduce((sum, one) => sum + one + between + 40, 0);
  const scale = Math.min(room.width / width, room.height / height);
  let cost = 1;
  for (const { a, b } of topology.links)
    cost += costBetween(places.devices.get(a.device), places.devices.get(b.device));
  return scale / Math.sqrt(cost / (topology.links.length + 1));
}

/** How long and bent a link between two cells is; 1 between neighbours side by side. */
export function costBetween(one: Cell | undefined, other: Cell | undefined): number {
  if (one === undefined || other === undefined) return 1;
  const [across, down] = [Math.abs(one.column - other.column), Math.abs(one.row - other.row)];
  if (across === 0) return 1.3 + 0.7 * down;
  if (down === 0) return across === 1 ? 1 : 1.6 + 0.6 * across;
  return 0.8 + 0.6 * across + 0.6 * down;
}
