import { MAX_PORT } from '../../core/address/port.ts';
import type { PortRange } from '../../core/lab/lab.ts';

/**
 * Where labs and their programs live: consoles from 2000 on, GNS3's consoles and VNC, NIOs of every allocator
 * and VPCS' 20000 and 30000, Qemuwrapper's from 40000 on (docs/FACTS.md, "Ports of other programs").
 */
const OF_LABS: readonly PortRange[] = [
  { first: 1, last: 1023 },
  { first: 2000, last: 3000 },
  { first: 5000, last: 30_999 },
  { first: 40_000, last: 41_999 },
];

/** As far from what servers of a system have as it goes. */
const BELOW_1024: PortRange = { first: 700, last: 1023 };

export interface PortsHere {
  /** Every port that a socket of this host has, or is connected to, in any family and on any address. */
  readonly taken: ReadonlySet<number>;
  /** What the system gives to outgoing connections, or to nobody. */
  readonly systems: readonly PortRange[];
}

/**
 * So many different ports that nobody has, chosen at random so that two runs at once seldom meet; those that
 * the system may give to somebody at any moment only where there are no others. Undefined if there are not
 * enough. `random` gives numbers from 0 to 1.
 */
export function choosePorts(count: number, { taken, systems }: PortsHere, random: () => number): number[] | undefined {
  const all = Array.from({ length: MAX_PORT }, (_, index) => index + 1).filter(
    (port) => !taken.has(port) && !isIn(port, OF_LABS),
  );
  const quiet = all.filter((port) => !isIn(port, systems));
  return pick(count, quiet.length >= count ? quiet : all, random);
}

/** A port below 1024 that nobody has. */
export function choosePrivilegedPort({ taken }: PortsHere, random: () => number): number | undefined {
  const { first, last } = BELOW_1024;
  const free = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((port) => !taken.has(port));
  return pick(1, free, random)?.[0];
}

function pick(count: number, ports: readonly number[], random: () => number): number[] | undefined {
  if (ports.length < count) return undefined;
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(ports[Math.floor(random() * ports.length)] as number);
  return [...chosen];
}

function isIn(port: number, ranges: readonly PortRange[]): boolean {
  return ranges.some(({ first, last }) => port >= first && port <= last);
}
