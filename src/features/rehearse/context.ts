import type { Route } from '../../core/address/socket-pair.ts';
import type { RehearsalEnd, RehearsalHypervisor } from './ends.ts';
import type { Rehearsed } from './tried.ts';

/** What the result of a link is made of. */
export interface ResultContext extends Rehearsed {
  /** The labs as words of a command line. */
  readonly files: string;
  /** All that were to be tried. */
  readonly ends: readonly RehearsalEnd[];
  /** Who had the port of an end before the rehearsal, as far as it is known. */
  readonly holdersOf: (end: RehearsalEnd) => readonly string[];
  /** The addresses of the socket of an end, as far as the resolver and the kernel of this host tell. */
  readonly routeOf: (end: RehearsalEnd) => Route;
  /** True for a hypervisor of this host. */
  readonly isHere: (hypervisor: RehearsalHypervisor) => boolean;
}
