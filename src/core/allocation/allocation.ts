import type { AllocatorName, Device, Hypervisor, Lab, PortRange } from '../lab/lab.ts';
import type { NioTable } from './nio-table.ts';
import type { FailStep } from './step.ts';

/**
 * What a TCP port of a device is for. `internal`: the emulator's own console, which a GNS3 server passes on;
 * `reserved`: a GNS3 server gives it to nobody else, and nothing listens on it.
 */
export type ConsoleType = 'console' | 'aux' | 'internal' | 'reserved';

/** A console or AUX port of one device, TCP. */
export interface ConsolePort {
  readonly device: Device;
  readonly hypervisor: Hypervisor;
  readonly type: ConsoleType;
  readonly port: number;
  /** True if the lab file says so; false if the rule set chose it. */
  readonly explicit: boolean;
  /** What the lab file says, if it says anything. */
  readonly written: number | undefined;
  /** What a port that the rule set chose was counted from: absent if `explicit`. */
  readonly from?: ConsoleOrigin;
}

/** `base + index`, or the next free port after that; without an index the lowest free one from `base` on. */
export interface ConsoleOrigin {
  readonly base: number;
  readonly index?: number;
}

/** A console for which a GNS3 server has no port: it does not open the project. */
export interface ConsoleFailure extends Omit<ConsolePort, 'port' | 'explicit' | 'from'> {
  readonly range: PortRange;
  /** `refused`: the written port is taken or not in the range, and the server, 1.3, takes no other. */
  readonly cause: 'exhausted' | 'refused';
}

/** What a hypervisor has given out: `next` is the port that the next link end gets. */
export interface UsedPorts {
  readonly hypervisor: Hypervisor;
  /** How many ports were ever given, those of removed links included. */
  readonly given: number;
  readonly first: number;
  /** One past the highest port given; equals `first` as long as none was. */
  readonly next: number;
}

/** A NIO of `created` that was deleted once `afterCreated` NIOs had been created. */
export interface Deletion {
  readonly index: number;
  readonly afterCreated: number;
  /** False if its hypervisor stopped: the link is still meant to be there. */
  readonly isRemoved: boolean;
}

/** The UDP ports that a node takes from its host's pool when it starts. */
export interface StartPorts {
  readonly device: Device;
  readonly hypervisor: Hypervisor;
  readonly count: number;
  /**
   * Which, if all labs are opened and then all nodes started in the order of their files; in another order
   * the same ports go to other nodes. Fewer than `count` if the pool is used up.
   */
  readonly ports: readonly number[];
}

/** What a rule set makes of a lab. */
export interface Allocation {
  readonly lab: Lab;
  readonly allocator: AllocatorName;
  /** Recorded hypervisors, and those that the rule set started. */
  readonly hypervisors: readonly Hypervisor[];
  /** Where each device runs. A device that is not here could not be placed. */
  readonly placement: ReadonlyMap<Device, Hypervisor>;
  /** Every NIO that was ever created, in the order of creation. */
  readonly created: NioTable;
  readonly deletions: readonly Deletion[];
  readonly used: readonly UsedPorts[];
  readonly consoles: readonly ConsolePort[];
  readonly consoleFailures: readonly ConsoleFailure[];
  readonly failures: readonly FailStep[];
  readonly atStart: readonly StartPorts[];
  /** True if each hypervisor counts up from its own base, so that ranges can grow into each other. */
  readonly countsUp: boolean;
  /** The pool of ports per host, for rule sets that have one. */
  readonly pool: PortRange | undefined;
  /** What has become of the pool of each hypervisor's host when all labs are open and all nodes started. */
  readonly poolOf: ReadonlyMap<Hypervisor, PoolState>;
}

/** The pool of a host. */
export interface PoolState {
  readonly taken: number;
  /** The port that is given next; undefined if the pool is used up. */
  readonly next: number | undefined;
}

/** Which of the NIOs that were created are gone in the end, by their places in `created`. */
export function deletedNios(deletions: readonly Deletion[]): Set<number> {
  return new Set(deletions.map(({ index }) => index));
}
