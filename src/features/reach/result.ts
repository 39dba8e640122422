import type { Unanswered } from '../../core/address/unanswered.ts';
import type { Purpose } from '../../core/allocation/needed-flows.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { InterfaceMtu } from '../../world/network/interface-mtu.ts';
import type { Protocol } from './transport-protocol.ts';

/**
 * nmap's states, and `not tried` for a port that nothing was sent to; in the order in which sums name them.
 */
export const REACH_STATES = ['open', 'unfiltered', 'closed', 'filtered', 'open|filtered', 'not tried'] as const;

export type ReachState = (typeof REACH_STATES)[number];

/** A state with what it rests on, in nmap's words where nmap has one. */
export interface ReachVerdict {
  readonly state: ReachState;
  readonly reason: string;
  /** What more is known, in a sentence. */
  readonly detail?: string;
  /** Present for an open TCP port that the responder has, where a hypervisor is to listen later. */
  readonly isOfResponder?: true;
}

/** One port, and whether something is wrong with it. */
export interface PortReach extends ReachVerdict {
  readonly protocol: Protocol;
  readonly port: number;
  /** What a lab needs it for; absent where the user has named the port. */
  readonly purpose?: Purpose;
  /**
   * Filtered, or closed where somebody should listen. Not so a closed NIO port of a lab: its path is free.
   */
  readonly isFinding: boolean;
}

/** What becomes of a frame of 1514 bytes. */
export type FrameResult = 'passes' | 'lost on the way there' | 'lost on the way back' | 'lost';

/** The path to a host, as the echo of its responder shows it. */
export interface PathQuality {
  readonly sent: number;
  readonly lost: number;
  readonly roundTripMs?: { readonly min: number; readonly average: number; readonly max: number };
  readonly frame: {
    readonly payloadBytes: number;
    readonly result: FrameResult;
    /** Of those that pass both ways, with a frame that does not. */
    readonly largestPayloadBytes?: number;
    /** The interface that it leaves by. */
    readonly interface?: InterfaceMtu;
    /** True if the IP packet is larger than the MTU of the interface. */
    readonly inFragments?: boolean;
  };
}

/**
 * What is wrong: ports to which there is no way; ports that a filter keeps away, in general, or on one way,
 * as the responder tells; ports that nobody listens on and somebody should; full frames that do not pass.
 */
export type HostFindingKind = 'no-route' | 'filtered' | 'lost-there' | 'lost-back' | 'closed' | 'frames-lost';

/** Something that is wrong with a host, and what to do about it. */
export interface HostFinding {
  readonly kind: HostFindingKind;
  /** Those that it is about; none where full frames are lost. */
  readonly ports: readonly ProtocolPorts[];
  /** Absent where the user alone can know. */
  readonly remedy?: string;
}

export interface ProtocolPorts {
  readonly protocol: Protocol;
  /** Ascending, one at least. */
  readonly ports: readonly PortRange[];
}

export interface HostReach {
  readonly host: string;
  /** Present for this host itself. */
  readonly isThisHost?: true;
  /** The address that was tried; absent if the name has none, or nobody has said whether it has one. */
  readonly address?: string;
  readonly unanswered?: Unanswered;
  readonly responder: 'heard' | 'not heard' | 'not asked';
  /** Another address of the host, from which the responder's answers came: they count as lost. */
  readonly answersFrom?: string;
  /** True if of the UDP ports only some were tried. */
  readonly isSample: boolean;
  readonly ports: readonly PortReach[];
  /** What the responder's echo tells of the path. */
  readonly path?: PathQuality;
  /** What could not be found out, in sentences. */
  readonly limits: readonly string[];
  /** What is wrong, by kind. */
  readonly findings: readonly HostFinding[];
  /** What to do, those of the findings among it, the most important first. */
  readonly remedies: readonly string[];
  /**
   * `unknown`: it was interrupted, no address is known, this host could not send, the responder was not
   * heard, or ports were silent and nothing else was found.
   */
  readonly verdict: Outcome;
}

/** What a lab needs between two hosts of which this one is not the sender. */
export interface ElsewhereFlow {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly purpose: Purpose;
  readonly ports: readonly PortRange[];
}

export interface ReachResult {
  readonly schemaVersion: 1;
  /** The worst of all hosts. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly hosts: readonly HostReach[];
  /** What the labs need and this host is not the sender of. */
  readonly notTriedFromHere: readonly ElsewhereFlow[];
  /** The command to run next on this host; absent where there is none, or no lab was named. */
  readonly nextCommand?: string;
}
