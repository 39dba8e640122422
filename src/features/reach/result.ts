import type { Purpose } from '../../core/allocation/needed-flows.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { PathQuality } from './live/path-quality.ts';
import type { ElsewhereFlow } from './ports-to-try.ts';
import type { ReachVerdict } from './verdict.ts';

/** One port, and whether something is wrong with it. */
export interface PortReach extends ReachVerdict {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** What a lab needs it for. */
  readonly purpose?: Purpose;
  /** Filtered, or closed where somebody should listen. A closed NIO port of a lab is none: its path is free. */
  readonly isFinding: boolean;
}

export interface HostReach {
  readonly host: string;
  /** The address that was tried; absent if the name has none. */
  readonly address?: string;
  readonly responder: 'heard' | 'not heard' | 'not asked';
  /** True if of the UDP ports only some were tried. */
  readonly isSample: boolean;
  readonly ports: readonly PortReach[];
  /** What the responder's echo tells of the path. */
  readonly path?: PathQuality;
  /** What could not be found out, in sentences. */
  readonly limits: readonly string[];
  /** What to do, the most important first. */
  readonly remedies: readonly string[];
  /**
   * `unknown`: it was interrupted, the name has no address, this host could not send, the responder was not heard, or ports were
   * silent and nothing else was found.
   */
  readonly verdict: Outcome;
}

export interface ReachResult {
  readonly schemaVersion: 1;
  /** The worst of all hosts. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly hosts: readonly HostReach[];
  /** What the labs need and this host is not the sender of. */
  readonly notTriedFromHere: readonly ElsewhereFlow[];
}
