import type { Severity } from '../../core/checks/finding.ts';

/** What `plan` proposes; sentences are those of its text. */
export interface PlanOnPage {
  readonly headline: string;
  /** True if nothing is left, and everything found room. */
  readonly isWell: boolean;
  readonly changes: readonly ChangeOnPage[];
  readonly files: readonly FileOnPage[];
  /** What found no room. */
  readonly obstacles: readonly string[];
  /** What the labs, checked again with the changes, still have. */
  readonly proof: string;
  readonly left: readonly LeftOnPage[];
  readonly limits: readonly string[];
  /** The command line that writes the changed labs. */
  readonly command?: string;
  /** Which files were written, or why none was. */
  readonly written?: string;
  /** What to do where no command does it. */
  readonly advice?: string;
}

export interface ChangeOnPage {
  /** The hypervisor or the device that the number belongs to. */
  readonly owner: string;
  /** Where there are several. */
  readonly lab?: string;
  /** Such as `base UDP`. */
  readonly what: string;
  readonly from: number;
  readonly to: number;
  /** `lab.net:6`: the line that changes. */
  readonly place: string;
  readonly reasons: readonly string[];
}

/** The lines of a file that change, as diff shows them. */
export interface FileOnPage {
  readonly file: string;
  readonly lines: readonly DiffLine[];
  /** How many more there are, if not all are shown. */
  readonly more?: number;
}

export interface DiffLine {
  readonly kind: 'file' | 'place' | 'removed' | 'added';
  readonly text: string;
}

export interface LeftOnPage {
  readonly severity: Severity;
  readonly id: string;
  readonly slug: string;
  readonly message: string;
  readonly place?: string;
  readonly remedy: string;
}
