import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import type { PortRange } from '../../core/lab/lab.ts';

/** A change of one number, and why. */
export interface PlannedChange extends LabChange {
  /** Which of the labs, from 0. */
  readonly lab: number;
  /** What the number is now, written or by default. */
  readonly from: number;
  /** Worst first, each in one clause, with the check that found it where there is one. */
  readonly reasons: readonly string[];
}

/** A machine for which there is no plan, or none was found. */
export interface Obstacle {
  readonly machine: string;
  /** What there is no room for, and by how much, in one sentence. */
  readonly message: string;
}

/** Ports of one machine that are in use now, and by whom. */
export interface PortsInUse {
  readonly udp: ReadonlyMap<number, string>;
  readonly tcp: ReadonlyMap<number, string>;
}

export interface PlanRules {
  /**
   * Free ports to be kept behind each UDP range; undefined: 20 behind those that move, where there is room.
   */
  readonly headroom?: number | undefined;
  /** UDP bases are multiples of it; undefined: of 100 where there is room. */
  readonly stride?: number | undefined;
  /** Where all UDP ports must lie; undefined: anywhere but in privileged and ephemeral ports. */
  readonly range?: PortRange | undefined;
  /** Ports in use by machine; nothing is put onto them, and what is there moves. */
  readonly inUse?: ReadonlyMap<string, PortsInUse> | undefined;
}
