import { MAX_PORT } from '../../core/address/port.ts';
import type { PortRange } from '../../core/lab/lab.ts';

/**
 * Where servers, labs and their programs live: consoles from 2000 on, GNS3's consoles and VNC, NIOs of every
 * allocator, VPCS from 20000 and 30000, Qemuwrapper from 40000 on (docs/FACTS.md, "Ports of other
 * programs").
 */
const OF_LABS: readonly PortRange[] = [
  { first: 1024, last: 30_999 },
  { first: 40_000, last: 41_999 },
];

/** As far from what servers of a system have as it goes. */
const BELOW_1024: PortRange = { first: 700, last: 1023 };

/** What a host has, and what its system does by itself. */
export interface PortsHere {
  /** Every port that a socket of this host has, or is connected to, in any family and on any address. */
  readonly taken: ReadonlySet<number>;
  /** What the system gives to outgoing connections, or to nobody. */
  readonly systems: readonly PortRange[];
}

/** Ports that a run may take, in no lab's way. */
export interface FreePorts {
  /** The system gives none of these to anybody by itself, if there are any such. */
  readonly usual: readonly number[];
  /** Below 1024. */
  readonly privileged: readonly number[];
}

/** With fewer quiet ports than this others are taken too: two runs at once would meet on them. */
const FEWEST_QUIET = 100;

/**
 * The ports that nobody has, far from labs; those that the system may give to somebody at any moment only
 * where there are hardly any others.
 */
export function freePortsOf({ taken, systems }: PortsHere): FreePorts {
  const free = ({ first, last }: PortRange): number[] =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((port) => !taken.has(port));
  const all = free({ first: 1024, last: MAX_PORT }).filter((port) => !isIn(port, OF_LABS));
  const quiet = all.filter((port) => !isIn(port, systems));
  return { usual: quiet.length >= FEWEST_QUIET ? quiet : all, privileged: free(BELOW_1024) };
}

/**
 * `count` different ports of a list, chosen at random so that two runs at once seldom meet; undefined if
 * there are not enough. `random` gives numbers from 0 to 1.
 */
export function choosePorts(count: number, ports: readonly number[], random: () => number): number[] | undefined {
  if (ports.length < count) return undefined;
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(ports[Math.floor(random() * ports.length)] as number);
  return [...chosen];
}

function isIn(port: number, ranges: readonly PortRange[]): boolean {
  return ranges.some(({ first, last }) => port >= first && port <= last);
}
