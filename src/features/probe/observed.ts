import type { Unanswered } from '../../core/address/unanswered.ts';
import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import type { LeftOut, Observation } from '../../world/hypervisor/observe.ts';
import type { SavedConfiguration } from '../../world/hypervisor/saved-configuration.ts';
import type { TcpResult } from '../../world/network/tcp.ts';
import type { Expectation } from './expectation.ts';
import type { ProbedConsole } from './result.ts';

/** One hypervisor before it is asked. */
export interface TargetToProbe {
  readonly target: ProbeTarget;
  /** What the labs expect of it; undefined if none has it. */
  readonly expectation: Expectation | undefined;
  /** The file into which it is to write its configuration, on its own host; undefined if it is not to. */
  readonly saveFile: string | undefined;
}

/** What was listed, or is known of, and was not asked about. */
export interface LeftOutOfProbe extends Omit<LeftOut, 'kind'> {
  readonly kind: LeftOut['kind'] | 'console';
}

/** What was seen of one hypervisor, before it is judged. */
export interface ObservedHypervisor extends Pick<TargetToProbe, 'target' | 'expectation'> {
  readonly tcp: TcpResult;
  /** The address that the name stands for, of those the one that answered. */
  readonly address: string | undefined;
  /** True if its host, which is not written as a loopback, is this one. */
  readonly isThisHost: boolean;
  /** Why nobody knows an address of its name. */
  readonly unanswered?: Unanswered | undefined;
  readonly observation: Observation;
  readonly save: SaveOutcome | undefined;
  readonly consoles: readonly ProbedConsole[];
  /** What there was no room or no time for. */
  readonly leftOut: readonly LeftOutOfProbe[];
  /** Only for one of this host that does not answer as it should. */
  readonly listeners?: ListenersHere;
}

/** A program that listens on a control port. */
export interface PortHolder {
  /** `webmin (pid 812)`. */
  readonly name: string;
  /** `forwarder`: it passes connections on, as ssh does; `responder`: it is `niostat respond`;
   * `hypervisor`: it is called like one. */
  readonly kind: 'forwarder' | 'responder' | 'hypervisor' | 'program';
  /** Of a hypervisor that has the port for something else, such as the console of a router. */
  readonly controlPort?: number | undefined;
  readonly pid: number;
  /** `stopped` by a signal, or `traced` by a debugger: it does nothing. */
  readonly halted: 'stopped' | 'traced' | undefined;
  /** How many descriptors it may have open, if it has that many: it accepts no connection. */
  readonly exhausted: number | undefined;
}

/** Who listens on this host. */
export interface ListenersHere {
  /** The program on the control port; undefined if there is none, or it is hidden. */
  readonly holder: PortHolder | undefined;
  /** The hypervisors that run and were not probed, each with an address of its control port, in words. */
  readonly elsewhere: readonly string[];
}

/** What the findings about a hypervisor rest on. */
export interface ProbeEvidence extends ObservedHypervisor {
  /** Console and AUX ports that several routers have, of this hypervisor or of others on its host. */
  readonly sharedPorts: readonly SharedPort[];
}

/** One TCP port, and the routers that have it. */
export interface SharedPort {
  readonly port: number;
  /** `R1`, or `R1 (127.0.0.1:7201)` for one of another hypervisor. */
  readonly routers: readonly string[];
  /** True for the first of the hypervisors that have them: one finding is enough. */
  readonly isReportedHere: boolean;
  /** The router that greets there, as it calls itself; undefined if none was seen to. */
  readonly answersAs: string | undefined;
}

/** What came of a hypervisor's being asked to write its configuration. */
export type SaveOutcome =
  | { readonly outcome: 'read'; readonly file: string; readonly configuration: SavedConfiguration }
  /** Written there, and not to be read from here. */
  | { readonly outcome: 'written'; readonly file: string; readonly why: string }
  | { readonly outcome: 'refused'; readonly file: string; readonly why: string; readonly remedy: string };
