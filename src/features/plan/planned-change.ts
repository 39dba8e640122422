import type { LabChange } from '../../core/lab/edit/lab-change.ts';

/** A change of one number, and why. */
export interface PlannedChange extends LabChange {
  /** Which of the labs, from 0. */
  readonly lab: number;
  /** What the number is now, written or by default. */
  readonly from: number;
  /** Worst first, each in one clause, with the check that found it where there is one. */
  readonly reasons: readonly string[];
}

/** A machine for which there is no plan, or none was found. */
export interface Obstacle {
  readonly machine: string;
  /** What there is no room for, and by how much, in one sentence. */
  readonly message: string;
}
