import type { UsedRange } from '../checks/used-range.ts';
import type { PortRange } from '../lab/lab.ts';

/** UDP ports that programs beside Dynamips take by default (docs/FACTS.md, "Ports of other programs"). */
export const PROGRAM_RANGES: ReadonlyArray<PortRange & { readonly program: string }> = [
  // Nine PCs, and the relay, which VPCS binds even for one (local port + 9).
  { program: 'VPCS for its own side', first: 20_000, last: 20_009 },
  { program: 'VPCS for the side of the router', first: 30_000, last: 30_008 },
  { program: 'VBoxwrapper', first: 20_900, last: 20_999 },
  { program: 'Qemuwrapper', first: 40_000, last: 40_099 },
];

/** The pools of GNS3 servers: they take any free port there, one after the other. */
export const SERVER_RANGES: ReadonlyArray<PortRange & { readonly version: string }> = [
  { version: 'up to 2.2.2', first: 10_000, last: 20_000 },
  { version: '2.2.3 and later', first: 20_000, last: 30_000 },
  { version: '3.0', first: 10_000, last: 30_000 },
];

/** True if a range takes one of these ports. */
export function meets(range: UsedRange, known: PortRange): boolean {
  return range.first <= known.last && range.next > known.first;
}
