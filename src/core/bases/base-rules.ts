import type { PortRange } from '../lab/lab.ts';

/** Ports of one machine that are in use now, and by whom. */
export interface PortsInUse {
  readonly udp: ReadonlyMap<number, string>;
  readonly tcp: ReadonlyMap<number, string>;
}

/** What is asked of new ports. */
export interface BaseRules {
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
