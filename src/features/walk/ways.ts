import { type Generation, LATEST_VERSION } from '../../core/kernel/dynamips-version.ts';
import type { AllocatorName, Lab } from '../../core/lab/lab.ts';
import type { Assumptions } from '../../core/model/assumptions.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { simulatedDynamips } from '../../core/model/simulated-dynamips.ts';
import { Stepper } from '../../core/trace/stepper.ts';
import { trace } from '../../core/trace/trace.ts';
import type { TraceEvent } from '../../core/trace/trace-event.ts';
import type { TraceState } from '../../core/trace/trace-state.ts';

/** What the reader has chosen of how the labs run; what is absent is as the labs and the command line say. */
export interface WayChoice {
  readonly generation?: Generation | undefined;
  readonly allocator?: AllocatorName | undefined;
}

/** The labs as they run with one generation of Dynamips and one who gives the ports. */
export class Way {
  readonly model: LabModel;
  readonly generation: Generation;
  readonly allocator: AllocatorName;
  /** The state when all has happened. */
  readonly end: TraceState;
  private readonly stepper: Stepper;

  constructor(model: LabModel, generation: Generation) {
    this.model = model;
    this.generation = generation;
    this.allocator = model.allocations[0]?.allocator ?? 'dynagen';
    this.stepper = new Stepper(() => trace(model, generation));
    this.end = this.stepper.end;
  }

  /** The number of the last step. Of a trace that is too long to go through it leaps to the end. */
  get lastStep(): number {
    return this.stepper.lastStep + Number(this.stepper.isCut);
  }

  /** True for a last step at which all happens that cannot be gone through step by step. */
  isLeap(step: number): boolean {
    return this.stepper.isCut && step >= this.lastStep;
  }

  stateAt(step: number): TraceState {
    return this.isLeap(step) ? { ...this.end, step: this.lastStep } : this.stepper.stateAt(step);
  }

  eventsAt(step: number): readonly TraceEvent[] {
    return this.isLeap(step) ? [] : this.stepper.eventsAt(step);
  }

  anchorOf(step: number): string {
    return this.stepper.anchorOf(step);
  }

  /** The step of an anchor, or of the last moment before it that this way has. */
  stepOf(anchor: string): number {
    return this.stepper.stepOf(anchor);
  }

  /** Where the next link is complete, or the one before. */
  linkStep(from: number, direction: 1 | -1): number {
    return this.stepper.linkStep(from, direction, this.lastStep);
  }
}

/** A reader switches between a few ways; one that was left long ago can be made again. */
const MOST_WAYS = 6;

/** All ways in which labs can run, each made when it is first asked for. */
export class Ways {
  private readonly labs: readonly Lab[];
  private readonly assumptions: Assumptions;
  private readonly made = new Map<string, Way>();

  constructor(labs: readonly Lab[], assumptions: Assumptions) {
    this.labs = labs;
    this.assumptions = assumptions;
  }

  of({ generation, allocator }: WayChoice): Way {
    const key = `${generation} ${allocator}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const way = this.make({ generation, allocator });
    this.keep(key, way);
    // Who goes to the other generation and back finds what was there, unless the labs say several versions.
    const versions = new Set(way.model.hypervisors.map((one) => way.model.versionOf(one)));
    if (generation === undefined && versions.size <= 1) this.keep(`${way.generation} ${allocator}`, way);
    return way;
  }

  private keep(key: string, way: Way): void {
    if (this.made.size === MOST_WAYS) this.made.delete([...this.made.keys()][0] ?? '');
    this.made.set(key, way);
  }

  private make({ generation: chosen, allocator }: WayChoice): Way {
    const assumed = { ...this.assumptions, ...(allocator !== undefined && { allocator }) };
    const asSaid = LabModel.of(this.labs, assumed);
    const usual = simulatedDynamips(asSaid);
    if (chosen === undefined) return new Way(asSaid, usual.generation);
    const version = chosen === usual.generation ? usual.version : LATEST_VERSION[chosen];
    const model = LabModel.of(this.labs, { ...assumed, dynamips: version, usualDynamips: version });
    return new Way(model, chosen);
  }
}
