import type { ScenarioText } from '../../output/page/playground-data.ts';
import type { Remark } from './remark.ts';

/** All that the side with the text shows, except the text itself, which is the editor's. */
export interface LabSide {
  readonly scenarios: readonly ScenarioText[];
  /** The scenario that stands in the editor unchanged; empty for a text of the reader's own. */
  readonly scenario: string;
  readonly remarks: readonly Remark[];
  /** By remark: what one press changes; absent where nothing is offered. */
  readonly mends: ReadonlyMap<Remark, string>;
  /** What one press changes for all of them, where there are several. */
  readonly mendsAll: string | undefined;
  /** What was just done, or why it was not: read out and shown below the editor. */
  readonly said: string;
  /** With "Predict first": the ports are covered until one is typed, and again after each change. */
  readonly isPredicting: boolean;
  /** What is asked while they are covered. */
  readonly question: string | undefined;
  /** On a small screen one side is shown. */
  readonly tab: 'lab' | 'page';
}
