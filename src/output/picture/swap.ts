import { type Cell, costBetween, type Places } from './place.ts';
import type { Topology } from './topology.ts';

/** A reader looks for the order of the lab: it is left only where that makes links clearly shorter. */
const LEAST_GAIN = 0.7;

/** Each round looks at every pair of devices of a hypervisor. */
const ROUNDS = 4;

/** Above this the pairs of a hypervisor are too many: those change places that are close in the lab. */
const ALL_PAIRS = 120;

/** The same places with devices of one hypervisor changed where their links become shorter. */
export function swapped(places: Places, topology: Topology): Places {
  const cells = new Map(places.devices);
  const neighbours = neighboursOf(topology);
  const costOf = (id: string): number => {
    let cost = 0;
    for (const other of neighbours.get(id) ?? []) cost += costBetween(cells.get(id), cells.get(other));
    return cost;
  };
  const gains = (one: string, other: string): boolean => {
    const before = costOf(one) + costOf(other);
    swap(cells, one, other);
    if (costOf(one) + costOf(other) < before - LEAST_GAIN) return true;
    swap(cells, one, other);
    return false;
  };
  for (let round = 0; round < ROUNDS; round++) {
    let changes = 0;
    for (const [first, second] of pairsOf(places)) if (gains(first, second)) changes++;
    if (changes === 0) break;
  }
  return { ...places, devices: cells };
}

/** Pairs of devices of one hypervisor. */
function* pairsOf({ hypervisors }: Places): Generator<readonly [string, string]> {
  for (const { devices } of hypervisors.keys()) {
    const reach = devices.length > ALL_PAIRS ? 12 : devices.length;
    for (const [index, one] of devices.entries()) {
      for (const other of devices.slice(index + 1, index + reach)) yield [one.id, other.id];
    }
  }
}

function neighboursOf({ links }: Topology): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const enter = (one: string, other: string): void => {
    const known = neighbours.get(one);
    if (known === undefined) neighbours.set(one, [other]);
    else known.push(other);
  };
  for (const { a, b } of links) {
    if (a.device === b.device) continue;
    enter(a.device, b.device);
    enter(b.device, a.device);
  }
  return neighbours;
}

function swap(cells: Map<string, Cell>, one: string, other: string): void {
  const [first, second] = [cells.get(one), cells.get(other)];
  if (first === undefined || second === undefined) return;
  cells.set(one, second);
  cells.set(other, first);
}
