import type { LabModel } from '../../../core/model/lab-model.ts';
import { present } from '../../../core/present.ts';
import type { Exercise, Staged } from '../exercise.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import type { Machine } from '../machine.ts';
import { playedFromModel } from '../played.ts';
import type { Sight } from '../session.ts';
import type { Done, LoadReport, Workbench } from './workbench.ts';

/** The model of a Linux machine, where this one does not make what an exercise is about. */
export class PlayedWorkbench implements Workbench {
  private readonly exercise: Exercise;
  private readonly staged: Staged;
  private readonly done: () => Done;

  constructor(exercise: Exercise, staged: Staged, done: () => Done) {
    this.exercise = exercise;
    this.staged = staged;
    this.done = done;
  }

  load(model: LabModel, { isLoaded }: Machine): Promise<LoadReport> {
    const state = serverStateOf(this.staged, this.done().files);
    if (state !== undefined)
      return Promise.resolve({ made: 0, refused: 0, notStarted: [], serverRefused: state.refused });
    const made = isLoaded ? model.allocations.reduce((sum, { created }) => sum + created.length, 0) : 0;
    return Promise.resolve({ made, refused: 0, notStarted: [] });
  }

  look(): Promise<Sight> {
    const { files, acts } = this.done();
    const { links, consoles, programs, isProgramThere } = playedFromModel(this.exercise, this.staged, files, acts);
    return Promise.resolve(present({ links, isProgramThere, stories: [], consoles, programs }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
