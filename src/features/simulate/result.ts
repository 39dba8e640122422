import type { Refusal } from '../../core/address/socket-pair.ts';
import type { UnansweredName } from '../../core/address/unanswered.ts';
import type { ConsoleType } from '../../core/allocation/allocation.ts';
import type { Grade } from '../../core/kernel/grade.ts';
import type { BindOutcome, Delivery } from '../../core/kernel/socket.ts';
import type { Origin } from '../../core/kernel/systems/statement.ts';
import type { Verdict } from '../../core/kernel/verdict.ts';
import type {
  AllocatorName,
  HypervisorKind,
  LabFormat,
  Location,
  OperatingSystem,
  PortRange,
} from '../../core/lab/lab.ts';

/**
 * Result of `simulate`; its JSON Schema is docs/schemas/simulate.schema.json. Ports are UDP unless said
 * otherwise.
 */
export interface SimulateResult {
  readonly schemaVersion: 1;
  /** Broken links are what a simulation tells, and not its failure. */
  readonly outcome: 'clean';
  readonly labs: readonly LabSummary[];
  /** The rule set of all labs, or `mixed`. */
  readonly allocator: AllocatorName | 'mixed';
  readonly os: OperatingSystem;
  /** What the predictions rest on, the surest first. */
  readonly origins: readonly Origin[];
  /** The Dynamips version that was modelled; `assumed` if nobody said which. */
  readonly dynamips: { readonly version: string; readonly assumed: boolean };
  /** Present if the resolver and the kernel of this machine were asked for the hosts of the labs. */
  readonly resolved?: true;
  /** Names of hosts of which the resolver, which was asked, has said nothing. */
  readonly unanswered?: readonly UnansweredName[];
  readonly hypervisors: readonly HypervisorRow[];
  /** Those that the filter lets through, if there is one. */
  readonly nios: readonly NioRow[];
  /** With a filter: how many there are without it. */
  readonly niosInAll?: number;
  readonly links: readonly SimulatedLink[];
  readonly consoles: readonly ConsoleRow[];
  /** The pool of UDP ports of each host; absent where a lab's rule set has none. */
  readonly pool?: PoolSummary;
  /** What nodes take when they start; absent where no rule set gives out such ports. */
  readonly atStart?: readonly StartRow[];
}

export interface LabSummary {
  readonly name: string;
  readonly file: string;
  readonly format: LabFormat;
  readonly allocator: AllocatorName;
  readonly description?: string;
}

export interface HypervisorRow {
  readonly lab: string;
  readonly hypervisor: string;
  readonly kind: HypervisorKind;
  readonly host: string;
  /** TCP control port. */
  readonly port: number;
  readonly baseUdp: number;
  /** How many ports were given out, those of removed links included. */
  readonly portCount: number;
  readonly firstPort?: number;
  readonly lastPort?: number;
  /** The ports of the sockets that it has in the end, those that the lab writes out not among them. */
  readonly inUse: readonly PortRange[];
  /** The counter: the port that the next link end gets. Absent if ports come from a pool. */
  readonly nextPort?: number;
  /** The pool of its host, which all hypervisors of that host share. */
  readonly pool?: HostPool;
  readonly dynamips?: string;
  readonly workingDirectory?: string;
}

/** What the hypervisors of one host have their ports from. */
export interface HostPool extends PortRange {
  readonly taken: number;
  /** The port that is given next; absent if the pool is used up. */
  readonly next?: number;
}

/** An end of a link, as the frames see it. */
export interface EndName {
  readonly hypervisor: string;
  readonly device: string;
  readonly interface: string;
}

/** The end at the other side of a frame. */
export interface OtherEnd extends EndName {
  /** Its lab, if that is another one. */
  readonly lab?: string;
}

/** Programs of which it is known that they open the socket of an end. */
export type Program = 'dynamips' | 'ubridge';

export interface NioRow extends EndName {
  readonly lab: string;
  readonly link: string;
  readonly owner: 'hypervisor' | 'ubridge';
  /** Absent if the lab does not say which program it will be. */
  readonly program?: Program;
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
  /**
   * As netstat would show the connected socket; `?` if the lab does not say by which address this machine is
   * known, or if there is no socket. A name stands for the address that nobody knows.
   */
  readonly localAddress: string;
  readonly remoteAddress: string;
  /** What the kernel did, and the port that is really bound. */
  readonly bind: BindResult;
  readonly frames: FramesResult;
  /** Every end whose frames arrive at this socket, its own included. */
  readonly hears: readonly OtherEnd[];
  /** Present if it is not known whether something else arrives. */
  readonly hearsUnknown?: true;
  readonly explicit: boolean;
  readonly tunnel: boolean;
}

export interface BindResult {
  readonly outcome: BindOutcome;
  readonly port: number;
  /** How sure that is, and where it comes from; empty for `unknown`. */
  readonly grade: Grade;
  readonly place: string;
  /** Why Dynamips answers 206, with `refused`. */
  readonly reason?: 'port-taken' | 'peer-port-zero' | Refusal;
  /** The NIO that had the port first. */
  readonly holder?: OtherEnd;
}

/** Who gets the frames that an end sends. */
export interface FramesResult {
  readonly to: Delivery;
  readonly grade: Grade;
  readonly place: string;
  readonly receiver?: OtherEnd;
  /** With `unknown`: the name whose address decides, and the end that gets the frames if it fits. */
  readonly openName?: string;
  readonly candidate?: OtherEnd;
}

export interface SimulatedLink {
  readonly lab: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Why the link is not made, or not known. */
  readonly reason?: string;
  readonly location?: Location;
  /** What its ends send and hear; absent for a link that is ok, and for one that is never made. */
  readonly ends?: readonly SimulatedEnd[];
}

/** An end of a link: a device, whatever sockets lie between it and the far end. */
export interface SimulatedEnd extends EndName {
  /** `refused`: the answer was 206; `stopped`: its hypervisor has stopped. */
  readonly socket: 'open' | 'refused' | 'stopped';
  /** Present with `stopped` if only the uBridge of the router has ended. */
  readonly ubridgeEnded?: true;
  /** Who gets its frames. */
  readonly to: Delivery;
  readonly receiver?: OtherEnd;
  readonly hears: readonly OtherEnd[];
  readonly hearsUnknown?: true;
  /** Present if frames do not pass between the router and its own uBridge. */
  readonly tunnelBroken?: true;
}

export interface ConsoleRow {
  readonly lab: string;
  readonly device: string;
  readonly hypervisor: string;
  readonly host: string;
  readonly type: ConsoleType;
  /** TCP port. */
  readonly port: number;
  readonly explicit: boolean;
  /** What the lab file says, where the server gives another port. */
  readonly written?: number;
  /** What a port that is not written was counted from: `base + index`, or the next free one after that. */
  readonly base?: number;
  /** Absent where it is the lowest free port from `base` on. */
  readonly index?: number;
}

/** The range that link ends and tunnels have their ports from. */
export interface PoolSummary extends PortRange {
  /** False if the configuration of the server says it. */
  readonly assumed: boolean;
  /** The other range that is usual: that of the server which the GNS3 GUI starts by itself. */
  readonly usualOfGui?: PortRange;
}

/** The UDP ports that a node takes from the pool of its host when it starts. */
export interface StartRow {
  readonly lab: string;
  readonly device: string;
  readonly hypervisor: string;
  /** How many it takes; more than `ports` if the pool is used up. */
  readonly count: number;
  /** Which, if all nodes start in the order of the file. */
  readonly ports: readonly number[];
}
