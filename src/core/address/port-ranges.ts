import type { PortRange } from '../lab/lab.ts';

/** The fewest ranges that hold exactly these ports, ascending. */
export function portRanges(ports: Iterable<number>): PortRange[] {
  const sorted = [...new Set(ports)].sort((one, other) => one - other);
  const ranges: { first: number; last: number }[] = [];
  for (const port of sorted) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last + 1 === port) range.last = port;
    else ranges.push({ first: port, last: port });
  }
  return ranges;
}

/** Every port of the ranges. */
export function* eachPort(ranges: readonly PortRange[]): Generator<number, void, undefined> {
  for (const { first, last } of ranges) for (let port = first; port <= last; port++) yield port;
}

/** `10000-10003, 10007`, for people: the list can go on in the next line after each entry. */
export function portListText(ranges: readonly PortRange[], dash = '-'): string {
  return portRangesText(ranges, dash).replaceAll(',', ', ');
}

/** `10000-10003,10007`, as one word of a command. */
export function portRangesText(ranges: readonly PortRange[], dash = '-'): string {
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}${dash}${last}`)).join(',');
}
