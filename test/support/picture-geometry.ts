import type { Layout, Point, Rectangle } from '../../src/output/picture/layout.ts';

/** What is wrong with a layout, in words; each rule is checked for every pair, in the plainest way. */
export function faultsOf(layout: Layout): string[] {
  return [...overlaps(layout), ...outside(layout), ...throughBoxes(layout), ...onEachOther(layout)];
}

/** Room that the labels of an end take: port above its line, sign below. */
function labelRooms({ links }: Layout): (Rectangle & { readonly name: string })[] {
  return links.flatMap(({ a, b }) =>
    [a, b].flatMap(({ node, start, side, y }) => {
      if (node.interface === undefined) return [];
      const width = 70;
      return [{ name: node.id, x: side === 'left' ? start.x - width : start.x, y: y - 24, width, height: 52 }];
    }),
  );
}

function overlaps(layout: Layout): string[] {
  const boxes = layout.devices.map((device) => ({ ...device, name: device.node.id }));
  const all = [...boxes, ...labelRooms(layout)];
  const hypervisors = layout.hypervisors.map((one) => ({ ...one, name: one.node.id }));
  const hosts = layout.hosts.map((one) => ({ ...one, name: one.node.id }));
  return [all, hypervisors, hosts].flatMap((group) =>
    group.flatMap((one, index) =>
      group
        .slice(index + 1)
        .filter((other) => meet(one, other))
        .map((other) => `${one.name} lies on ${other.name}`),
    ),
  );
}

/** A box that is not in the box that it belongs to, or not in the picture. */
function outside({ width, height, hosts, hypervisors, devices }: Layout): string[] {
  const picture = { x: 0, y: 0, width, height };
  const boxOf = new Map([...hypervisors, ...devices].map((place) => [place.node.id, place] as const));
  const faults: string[] = [];
  const check = (inner: Rectangle | undefined, outer: Rectangle, what: string): void => {
    if (inner === undefined || !holds(outer, inner)) faults.push(`${what} is not in its box`);
  };
  for (const host of hosts) {
    check(host, picture, host.node.id);
    for (const hypervisor of host.node.hypervisors) {
      const box = hypervisor.title === '' ? host : boxOf.get(hypervisor.id);
      check(box, host, hypervisor.id);
      for (const { id } of hypervisor.devices) check(boxOf.get(id), box ?? host, id);
    }
  }
  return faults;
}

/** A line that runs through a device. */
function throughBoxes({ devices, links }: Layout): string[] {
  return links.flatMap(({ node, points }) =>
    devices
      .filter((device) => piecesOf(points).some(([from, to]) => crosses(from, to, device)))
      .map((device) => `${node.id} runs through ${device.node.id}`),
  );
}

/** Two lines, a piece of one on a piece of the other in the same direction. */
function onEachOther({ links }: Layout): string[] {
  const pieces = links.flatMap(({ node, points }) => piecesOf(points).map(([from, to]) => ({ id: node.id, from, to })));
  return pieces.flatMap((one, index) =>
    pieces
      .slice(index + 1)
      .filter((other) => other.id !== one.id && covers([one.from, one.to], [other.from, other.to]))
      .map((other) => `${one.id} lies on ${other.id}`),
  );
}

type Piece = readonly [Point, Point];

function piecesOf(points: readonly Point[]): Piece[] {
  return points.slice(1).flatMap((to, index): Piece[] => {
    const from = points[index];
    return from === undefined || (from.x === to.x && from.y === to.y) ? [] : [[from, to]];
  });
}

function covers(one: Piece, other: Piece): boolean {
  for (const [along, across] of [
    ['x', 'y'],
    ['y', 'x'],
  ] as const) {
    const all = [...one, ...other];
    if (all.some((point) => Math.abs(point[across] - one[0][across]) > 1)) continue;
    const [least, most] = [minimum(one, along), maximum(one, along)];
    if (Math.min(most, maximum(other, along)) - Math.max(least, minimum(other, along)) > 1) return true;
  }
  return false;
}

function minimum(piece: Piece, axis: 'x' | 'y'): number {
  return Math.min(piece[0][axis], piece[1][axis]);
}

function maximum(piece: Piece, axis: 'x' | 'y'): number {
  return Math.max(piece[0][axis], piece[1][axis]);
}

function crosses(from: Point, to: Point, box: Rectangle): boolean {
  const piece: Piece = [from, to];
  const room = { x: minimum(piece, 'x'), y: minimum(piece, 'y') };
  return meet({ ...room, width: maximum(piece, 'x') - room.x, height: maximum(piece, 'y') - room.y }, box);
}

function meet(one: Rectangle, other: Rectangle): boolean {
  const close = 0.01;
  return (
    one.x < other.x + other.width - close &&
    other.x < one.x + one.width - close &&
    one.y < other.y + other.height - close &&
    other.y < one.y + one.height - close
  );
}

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
