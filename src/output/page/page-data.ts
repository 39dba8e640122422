import type { PackedLab } from '../../core/lab/pack-lab.ts';
import type { PackedAssumptions } from '../../core/model/pack-assumptions.ts';

/** What a page carries, as JSON: the labs, and what was observed; all else it works out itself. */
export interface PageData {
  readonly version: 1;
  /** Which command has written it. */
  readonly kind: 'simulate' | 'check' | 'preflight' | 'links' | 'plan' | 'playground';
  /** The names of the labs. */
  readonly title: string;
  readonly labs: readonly PackedLab[];
  /** What the command assumed of software and hosts. */
  readonly assumptions?: PackedAssumptions;
  /** With `plan`: the labs as they will be. */
  readonly after?: readonly PackedLab[];
  /** The page loads itself again after so many seconds, because a command writes it anew. */
  readonly reloadSeconds?: number;
}
