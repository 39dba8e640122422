import type { Severity } from '../../core/checks/finding.ts';
import type { EmulatorProgram } from '../../core/open-project/host.ts';
import type { Gns3Server, ServerProject } from '../../core/open-project/server.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { ClosingRules } from './closing-rules.ts';

/** How a console answered, or why nobody tried. */
export type ConsoleState = 'open' | 'in use' | 'refused' | 'no answer' | 'not tried';

export interface InventoryConsole {
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** As the server calls it: `telnet`. */
  readonly type?: string;
  readonly state: ConsoleState;
  /** With `not tried`, in a clause. */
  readonly why?: string;
}

export interface InventoryNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Id of the compute. */
  readonly compute: string;
  readonly status?: string;
  readonly console?: InventoryConsole;
}

/** A machine on which nodes run. */
export interface InventoryCompute {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly version?: string;
  readonly platform?: string;
  readonly isConnected: boolean;
  /** Ports given out of its range, for all projects together. */
  readonly udp?: { readonly range: readonly [number, number]; readonly given: number };
  /** Present if its processes were not read, in a clause. */
  readonly notRead?: string;
}

/** `answers`: it was asked; `listens`: it has its port, and is asked nothing; the others are troubles. */
export type ProgramState = 'answers' | 'listens' | 'silent' | 'stopped' | 'traced' | 'orphan' | 'ended' | 'not asked';

/** A process of an emulator; VPCS's two processes are one. */
export interface InventoryProgram {
  readonly program: EmulatorProgram;
  readonly host: string;
  /** Absent where it has ended. */
  readonly pid?: number;
  /** The nodes that it serves, by name; of another project none. */
  readonly nodes: readonly string[];
  /** True if it belongs to this project. */
  readonly isOfProject: boolean;
  /** The id of another project, where its directory tells it. */
  readonly otherProject?: string;
  /** Its name, if the server knows the project: one that was deleted has none. */
  readonly otherProjectName?: string;
  readonly version?: string;
  /** TCP: by which it is told what to do. */
  readonly address?: string;
  readonly port?: number;
  /** UDP ports of its sockets, ascending. */
  readonly udpPorts: readonly number[];
  readonly state: ProgramState;
  /** With `silent`, `ended` or `not asked`, in a clause. */
  readonly why?: string;
}

export type InventorySlug =
  | 'ubridge-open'
  | 'dynamips-open'
  | 'vpcs-console-open'
  | 'orphan'
  | 'ended'
  | 'halted'
  | 'silent'
  | 'console-closed'
  | 'compute-lost';

export interface InventoryFinding {
  readonly slug: InventorySlug;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  /** The host that it is about. */
  readonly host: string;
  /** Names of nodes, or `program (pid)`. */
  readonly about: readonly string[];
  /** A command line that mends it, to be typed on `host`. */
  readonly command?: string;
  /** Of a port that is open to everybody: one rule for each firewall of Linux that closes it. */
  readonly closing?: ClosingRules;
}

/** What a GNS3 server has and runs for one of its projects. */
export interface InventoryResult {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly server: Gns3Server;
  readonly project: ServerProject;
  /** Names of other projects that are open. */
  readonly otherOpenProjects: readonly string[];
  readonly computes: readonly InventoryCompute[];
  readonly nodes: readonly InventoryNode[];
  readonly programs: readonly InventoryProgram[];
  /** Worst first. */
  readonly findings: readonly InventoryFinding[];
  /** What could not be seen, and what would show it, in sentences. */
  readonly limits: readonly string[];
}
