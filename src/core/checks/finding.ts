import type { Grade } from '../kernel/grade.ts';
import type { Location } from '../lab/lab.ts';
import type { PasteTarget } from './paste.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** What a finding rests on. Lists are empty where there is nothing of the kind. */
export interface Evidence {
  readonly hypervisors: readonly string[];
  /** Port numbers and ranges, such as `10000–10005`. */
  readonly ports: readonly string[];
  readonly devices: readonly string[];
  readonly links: readonly string[];
  readonly locations: readonly Location[];
}

/** What the user will see, by the Dynamips that runs. */
export interface Consequence {
  readonly dynamips: string;
  readonly text: string;
  /** What becomes of the first few links that do not work, a line for each: who hears whom. */
  readonly links?: readonly string[];
  /** How sure that is, and where it comes from, if it is what a kernel makes of sockets. */
  readonly grade?: Grade;
  readonly place?: string;
}

export interface Remedy {
  /** What to do, in one sentence. */
  readonly text: string;
  /** Lines for the lab file or the shell, ready to be pasted. */
  readonly paste?: string;
}

/** One console or AUX port that a finding is about. */
export interface ConsoleEvidence {
  /** Name of its lab. */
  readonly lab: string;
  readonly device: string;
  readonly type: 'console' | 'aux' | 'internal';
  readonly port: number;
  /** The port in the file, where the server gives another one. */
  readonly written?: number;
  /** A port that is free, and where it is to be written: for all but the first of those that clash. */
  readonly proposed?: PasteTarget & { readonly port: number };
}

/** What a check says about one place of a lab. */
export interface FindingDetails {
  /** Overrides the severity of the check. */
  readonly severity?: Severity;
  readonly message: string;
  readonly evidence: Partial<Evidence>;
  readonly consequences?: readonly Consequence[];
  readonly remedy: Remedy;
  readonly location?: Location | undefined;
  readonly labs?: readonly string[] | undefined;
  readonly consoles?: readonly ConsoleEvidence[] | undefined;
  readonly isUsual?: true | undefined;
}

export interface Finding {
  /** Stable: `NIO001`. */
  readonly id: string;
  readonly slug: string;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: Evidence;
  readonly consequences: readonly Consequence[];
  readonly remedy: Remedy;
  readonly location?: Location;
  /** Its labs, where several are looked at: two or more if they harm each other by running at once. */
  readonly labs?: readonly string[];
  /** The file that it is about, where each file was checked by itself and it has no location. */
  readonly file?: string;
  /** The consoles that clash. */
  readonly consoles?: readonly ConsoleEvidence[];
  /** True for what nearly every lab has, and what harms only with a program that is in none of the labs. */
  readonly isUsual?: true;
}
