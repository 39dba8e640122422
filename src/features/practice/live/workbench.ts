import type { LabModel } from '../../../core/model/lab-model.ts';
import type { PracticeAct } from '../../../core/teach/result-file.ts';
import type { Texts } from '../labs-of-files.ts';
import type { Machine } from '../machine.ts';
import type { Sight } from '../session.ts';
import type { NotStarted } from './hypervisors.ts';
import type { Loaded } from './load-labs.ts';

/** What was done so far, and to which files. */
export interface Done {
  readonly files: Texts;
  readonly acts: readonly PracticeAct[];
}

/** What became of loading the labs. */
export interface LoadReport extends Loaded {
  readonly notStarted: readonly NotStarted[];
  /** What a GNS3 server has refused to do, in sentences; absent without one. */
  readonly serverRefused?: readonly string[];
}

/** What labs run on: the sockets of this machine, or the model of one. */
export interface Workbench {
  /** Makes of it what it is to be, and loads the labs anew. */
  load(model: LabModel, machine: Machine): Promise<LoadReport>;
  /** Looks at the links. */
  look(model: LabModel): Promise<Sight>;
  /** Ends all that was started. */
  close(): Promise<void>;
}
