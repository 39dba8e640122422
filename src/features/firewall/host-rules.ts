import type { NeededFlow, Purpose } from '../../core/allocation/needed-flows.ts';
import type { PortRange } from '../../core/lab/lab.ts';

/**
 * What a port is opened for. `server`, `links` and `consoles` are the port of a GNS3 server, and the
 * ranges out of which it gives ports.
 */
export type OpenedFor = Purpose | 'server' | 'links' | 'consoles';

/** Ports that one sender needs on one machine, of a lab or of a project that is open. */
export interface Flow extends Omit<NeededFlow, 'purpose'> {
  readonly purpose: OpenedFor;
}

/** What one firewall has to let in from one source for one purpose. */
export interface HostRule {
  /** Address or network, as `parseNetwork` spells it. */
  readonly source: string;
  readonly family: 4 | 6;
  /** Who has that address; text of the lab. */
  readonly sender: string;
  readonly protocol: 'tcp' | 'udp';
  /** As few as there can be, ascending. */
  readonly ports: readonly PortRange[];
  readonly purpose: OpenedFor;
  /** Hypervisors, routers, or links; text of the lab. */
  readonly neededBy: readonly string[];
}

/** TCP ports that no other host may reach: what has them asks for no password. */
export interface Closing {
  /** As few as there can be, ascending. */
  readonly ports: readonly PortRange[];
  /** What listens there: our own words. */
  readonly what: string;
}

/** All that has to be let in on one host. */
export interface HostRules {
  /** Text of the lab. */
  readonly host: string;
  /** Name of the labs within the firewall, made by `labSlug`. */
  readonly labSlug: string;
  /** Names of the labs; text of the lab. */
  readonly labs: readonly string[];
  readonly rules: readonly HostRule[];
  /**
   * What is closed to every other host, before anything is let in; absent where no script ever closes a
   * port.
   */
  readonly closings?: readonly Closing[];
}

export interface ScriptOptions {
  /** The script takes away what the other one has added. */
  readonly undo: boolean;
}

/** How one firewall is told. */
export interface Dialect {
  /** What a line begins with that is for people only. */
  readonly comment: string;
  readonly lineEnd: '\n' | '\r\n';
  /** A line that says `message`, which is our own, on standard error and ends the script with a failure. */
  refusal(message: string): string;
  /** A whole script, which may be run any number of times. */
  script(host: HostRules, options: ScriptOptions): string;
}
