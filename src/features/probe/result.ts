import type { Severity } from '../../core/checks/finding.ts';
import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { ObservedNio, ObservedRouter } from '../../world/hypervisor/observe.ts';
import type { TcpResult } from '../../world/network/tcp.ts';
import type { FindingSlug } from './finding-kinds.ts';
import type { LeftOutOfProbe, SaveOutcome } from './observed.ts';

/** What is wrong with a live hypervisor, or worth to know. */
export interface ProbeFinding {
  /** Stable, for programs. */
  readonly slug: FindingSlug;
  readonly severity: Severity;
  readonly message: string;
  /** What to do, in one sentence. */
  readonly remedy: string;
  /** The command line that does it, where one line does. */
  readonly command?: string;
  /** Of `not-loaded`: what the hypervisor should have of the labs. */
  readonly expected?: { readonly routers: number; readonly nios: number };
  /** Of `refused`: hypervisors that run on this host and were not asked, each with its address, in words. */
  readonly elsewhere?: readonly string[];
}

/** A NIO; ports only when the saved configuration could be read. */
export interface ProbedNio extends ObservedNio {
  readonly localPort?: number;
  readonly remoteHost?: string;
  readonly remotePort?: number;
  /** Router, slot and port that it is plugged into, such as `R1 1/0`. */
  readonly boundTo?: string;
}

/** A console or AUX port, and whether it answers. */
export interface ProbedConsole {
  readonly vm: string;
  readonly type: 'console' | 'aux';
  readonly port: number;
  readonly tcp: TcpResult;
  /** True if it refused on the host's address and answers on 127.0.0.1 there. */
  readonly isLocalOnly?: boolean;
  /** The router that greets on a port that several have, `R1` or `R1 (AUX)`; absent if none was seen to. */
  readonly answersAs?: string;
}

/** Everything about one hypervisor. What it could not be asked is absent. */
export interface HypervisorProbe {
  readonly target: string;
  readonly labs: readonly string[];
  readonly tcp: TcpResult;
  /** The address that the name stands for, of those the one that answered. */
  readonly address?: string;
  /** True if its host, which is not written as a loopback, is this one. */
  readonly isThisHost?: boolean;
  readonly version?: string;
  readonly generation?: Generation;
  readonly nios?: readonly ProbedNio[];
  readonly bridges?: readonly string[];
  readonly switches?: readonly string[];
  readonly vms?: readonly ObservedRouter[];
  readonly consoles?: readonly ProbedConsole[];
  /** What there was no room or no time for; absent if nothing was left out. */
  readonly leftOut?: readonly LeftOutOfProbe[];
  /** What came of `saveConfig`. */
  readonly saved?: { readonly file: string; readonly outcome: SaveOutcome['outcome'] };
  readonly findings: readonly ProbeFinding[];
}

export interface ProbeResult {
  readonly schemaVersion: 1;
  /**
   * `unknown` if a hypervisor could not be asked everything; `findings` if something is wrong that was seen.
   */
  readonly outcome: Outcome;
  readonly hypervisors: readonly HypervisorProbe[];
}
