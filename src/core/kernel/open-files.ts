/**
 * What a login may have open when nobody changed it, the soft limit of `ulimit -n`
 * (docs/FACTS.md, "What harms a hypervisor").
 */
export const USUAL_OPEN_FILES = 1024;

/**
 * Dynamips up to 0.2.17 waits with select(), which knows descriptors below this: it aborts at the first one
 * that is not, whatever its limit is (`FD_SETSIZE`; seen on 0.2.14, not on 0.2.24).
 */
export const SELECT_OPEN_FILES = 1024;

/** The standard streams, the log, the control port, a client: 1,017 NIOs are left of 1024 (seen). */
const OF_A_HYPERVISOR = 7;

/**
 * Lock, log, console, AUX port, and the files of its RAM, NVRAM, bootflash and disk (seen: a started c7200 on
 * 0.2.14).
 */
const OF_A_ROUTER = 8;

/** Descriptors of a process. */
export interface OpenFiles {
  readonly open: number;
  /** The soft limit: what a process cannot go beyond. */
  readonly limit: number;
}

/** What one hypervisor has to hold. */
export interface HypervisorLoad {
  /** UDP NIOs, one for each end of a link. */
  readonly ends: number;
  readonly routers: number;
}

/** Descriptors that a hypervisor has open when all its routers have been started. */
export function openFilesNeeded({ ends, routers }: HypervisorLoad): number {
  return OF_A_HYPERVISOR + OF_A_ROUTER * routers + ends;
}

/** A limit with room for so many descriptors: the next power of two, which is easy to remember. */
export function openFilesLimitFor(needed: number): number {
  return 2 ** Math.ceil(Math.log2(needed + 1));
}

/** How many ends fit beside that many routers; 0 if not even the routers do. */
export function endsThatFit(openFiles: number, routers: number): number {
  return Math.max(0, openFiles - openFilesNeeded({ ends: 0, routers }));
}
