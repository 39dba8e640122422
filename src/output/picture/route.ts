import type { LinkPins, Pin } from './pins.ts';
import type { Cells, Places } from './place.ts';
import type { HostNode, HypervisorNode, Topology } from './topology.ts';
import { BETWEEN, Channels, type Segment } from './tracks.ts';

/** A piece of a line with the channel and lane that it lies in. */
export interface Placed {
  readonly channel: number;
  readonly lane: number;
  readonly segment: Segment;
}

/**
 * The way of a link: straight to the neighbour; down or up one channel between columns; or there, along a
 * channel between rows, and again.
 */
export interface Route {
  readonly pins: LinkPins;
  readonly first?: Placed;
  readonly across?: Placed;
  readonly last?: Placed;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** Channel n lies left of column n, or above row n. */
  readonly upright: Channels;
  readonly level: Channels;
}

/** Between rows there is more room than any device has ends. */
const ROW = 1_000_000;

/** Gives each link its way through the channels, where no device stands. */
export function routesOf(links: readonly LinkPins[], places: Places, topology: Topology): Routes {
  const upright = new Channels(places.columns + 1);
  const level = new Channels(places.rows + 1);
  const boxes = boxesOf(topology);
  const routes = links.map((pins): Route => {
    if (pins.a.isStraight) return { pins };
    const inside = commonBox(boxes, places, pins);
    const put = (channels: Channels, channel: number, ends: readonly [number, number]): Placed => {
      const lane = laneOf(channel, inside, channels === upright ? 'upright' : 'level');
      return { channel, lane, segment: channels.add(channel, lane, ends) };
    };
    const [from, to] = [channelOf(pins.a), channelOf(pins.b)];
    if (from === to) return { pins, first: put(upright, from, [heightOf(pins.a), heightOf(pins.b)]) };
    const row = rowBetween(pins, level);
    const turn = row * ROW - ROW / 10;
    return {
      pins,
      first: put(upright, from, [heightOf(pins.a), turn]),
      across: put(level, row, [from, to]),
      last: put(upright, to, [turn, heightOf(pins.b)]),
    };
  });
  upright.assignTracks();
  level.assignTracks();
  return { routes, upright, level };
}

function channelOf({ side, cell }: Pin): number {
  return side === 'left' ? cell.column : cell.column + 1;
}

function heightOf({ cell, slot }: Pin): number {
  return cell.row * ROW + slot;
}

/** The channel between rows that has least in it, of those next to one of the two devices. */
function rowBetween({ a, b }: LinkPins, level: Channels): number {
  const [top, bottom] = [Math.min(a.cell.row, b.cell.row), Math.max(a.cell.row, b.cell.row)];
  const choices = top === bottom ? [top + 1, top] : [bottom, top + 1];
  return choices.reduce((best, one) => (level.load(one) < level.load(best) ? one : best));
}

type Box = { readonly lanes: readonly [number, number]; readonly cells: Cells };

interface Boxes {
  readonly hypervisorOf: ReadonlyMap<string, HypervisorNode>;
  readonly hostOf: ReadonlyMap<HypervisorNode, HostNode>;
}

function boxesOf({ hosts }: Topology): Boxes {
  const hypervisorOf = new Map<string, HypervisorNode>();
  const hostOf = new Map<HypervisorNode, HostNode>();
  for (const host of hosts) {
    for (const hypervisor of host.hypervisors) {
      hostOf.set(hypervisor, host);
      for (const { id } of hypervisor.devices) hypervisorOf.set(id, hypervisor);
    }
  }
  return { hypervisorOf, hostOf };
}

/** The smallest box that both ends are in, with its lanes after and before it. */
function commonBox({ hypervisorOf, hostOf }: Boxes, places: Places, { a, b }: LinkPins): Box | undefined {
  const [one, other] = [hypervisorOf.get(a.end.device), hypervisorOf.get(b.end.device)];
  if (one === undefined || other === undefined) return undefined;
  const host = hostOf.get(one);
  const cells = one === other ? places.hypervisors.get(one) : host && places.hosts.get(host);
  if (cells === undefined || host !== hostOf.get(other)) return undefined;
  return { cells, lanes: one === other ? [0, 4] : [1, 3] };
}

/** A link within a box stays in it where the channel lies at the edge of the box. */
function laneOf(channel: number, box: Box | undefined, direction: 'upright' | 'level'): number {
  if (box === undefined) return BETWEEN;
  const { column, row, columns, rows } = box.cells;
  const [start, count] = direction === 'upright' ? [column, columns] : [row, rows];
  if (channel === start + count) return box.lanes[0];
  return channel === start ? box.lanes[1] : BETWEEN;
}
