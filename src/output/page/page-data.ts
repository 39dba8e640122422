import type { PackedLab } from '../../core/lab/pack-lab.ts';
import type { PackedAssumptions } from '../../core/model/pack-assumptions.ts';
import type { LinksOnPage } from './links-on-page.ts';
import type { PlanOnPage } from './plan-on-page.ts';
import type { QuestionsOnPage } from './questions-on-page.ts';

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
  /** With `check`: the checks that were asked for; all of them where it is not there. */
  readonly rules?: readonly string[];
  /** With `links`: what was seen. */
  readonly links?: LinksOnPage;
  /** With `preflight`: the answers. */
  readonly questions?: QuestionsOnPage;
  /** With `plan`: the changes, and why. */
  readonly plan?: PlanOnPage;
  /** The page loads itself again after so many seconds, because a command writes it anew. */
  readonly reloadSeconds?: number;
}
