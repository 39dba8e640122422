import { type Generation, generationOf, LATEST_VERSION } from '../core/kernel/dynamips-version.ts';
import type { AllocatorName, Lab } from '../core/lab/lab.ts';
import { unpackLab } from '../core/lab/pack-lab.ts';
import { LabModel } from '../core/model/lab-model.ts';
import { unpackAssumptions } from '../core/model/pack-assumptions.ts';
import { Stepper } from '../core/trace/stepper.ts';
import { trace } from '../core/trace/trace.ts';
import type { TraceState } from '../core/trace/trace-state.ts';
import { type CheckResult, check } from '../features/check/check.ts';
import { type SimulateResult, simulate } from '../features/simulate/simulate.ts';
import type { PageData } from '../output/page/page-data.ts';
import type { Choices, Scene } from './scene.ts';

/** What steps and views share: one for each way to run the labs. */
interface Run {
  readonly model: LabModel;
  readonly generation: Generation;
  readonly allocator: AllocatorName;
  readonly stepper: Stepper;
  /** One value for all scenes: what views work out of it they keep. */
  readonly end: TraceState;
  readonly simulation: SimulateResult;
  readonly check: CheckResult;
}

/** A reader switches between a few runs; that of an allocator chosen long ago can be made again. */
const MOST_RUNS = 12;

const scenes = new WeakMap<PageData, Scenes>();

/** All that the views read, for what the reader has chosen. What is worked out is kept with the data. */
export function makeScene(data: PageData, choices: Choices): Scene {
  return scenesOf(data).at(choices);
}

/**
 * The same moment after a switch: `choices` with the step at which the anchor of the scene's step lies when
 * they run the labs in another way, or the last one before it. As they are if nothing was switched.
 */
export function atSameMoment(scene: Scene, choices: Choices): Choices {
  const { generation, allocator, isAfter } = scene.choices;
  if (choices.generation === generation && choices.allocator === allocator && choices.isAfter === isAfter) {
    return choices;
  }
  return scenesOf(scene.data).moved(scene, choices);
}

/**
 * Where the next link is complete, or the one before: a step that makes a link, or takes one away. The last
 * step, or the first, if there is none.
 */
export function linkStep(scene: Scene, direction: 1 | -1): number {
  const { stepper } = scenesOf(scene.data).run(scene.choices);
  return stepper.linkStep(scene.state.step, direction, scene.lastStep);
}

function scenesOf(data: PageData): Scenes {
  const known = scenes.get(data);
  if (known !== undefined) return known;
  const made = new Scenes(data);
  scenes.set(data, made);
  return made;
}

class Scenes {
  private readonly data: PageData;
  private readonly labs: readonly Lab[];
  private readonly after: readonly Lab[] | undefined;
  private readonly runs = new Map<string, Run>();

  constructor(data: PageData) {
    this.data = data;
    this.labs = data.labs.map(unpackLab);
    this.after = data.after?.map(unpackLab);
  }

  at(choices: Choices): Scene {
    const { stepper, ...run } = this.run(choices);
    const { isCut } = stepper;
    // Of a trace that is too long the step after those that can be seen leaps to the end.
    const lastStep = stepper.lastStep + Number(isCut);
    const step = Math.min(Math.max(0, choices.step), lastStep);
    const isLeap = isCut && step === lastStep;
    return {
      ...run,
      data: this.data,
      choices,
      lastStep,
      ...(isCut && { isCut }),
      state: isLeap ? { ...run.end, step } : stepper.stateAt(step),
      events: isLeap ? [] : stepper.eventsAt(step),
      ...(step < stepper.lastStep && {
        next: { state: stepper.stateAt(step + 1), events: stepper.eventsAt(step + 1) },
      }),
    };
  }

  moved(scene: Scene, choices: Choices): Choices {
    // Who looks at the lab as it runs goes on doing so.
    if (scene.state.step === scene.lastStep) return { ...choices, step: Number.POSITIVE_INFINITY };
    const anchor = this.run(scene.choices).stepper.anchorOf(scene.state.step);
    return { ...choices, step: this.run(choices).stepper.stepOf(anchor) };
  }

  run(choices: Choices): Run {
    const { generation, allocator, isAfter } = choices;
    const key = [generation, allocator, isAfter].join(' ');
    const known = this.runs.get(key);
    if (known !== undefined) return known;
    const run = this.play(choices);
    if (this.runs.size === MOST_RUNS) this.runs.delete([...this.runs.keys()][0] ?? '');
    this.runs.set(key, run);
    return run;
  }

  private play({ generation: chosen, allocator, isAfter }: Choices): Run {
    const labs = isAfter ? (this.after ?? this.labs) : this.labs;
    const said = unpackAssumptions(this.data.assumptions ?? {});
    const assumed = { ...said, allocator: allocator ?? said.allocator };
    const asSaid = LabModel.of(labs, assumed);
    const saidSimulation = simulate(asSaid);
    const usual = saidSimulation.dynamips.version;
    const usualGeneration = generationOf(usual) ?? 'from-0.2.18';
    const generation = chosen ?? usualGeneration;
    const version = generation === usualGeneration ? usual : LATEST_VERSION[generation];
    const isAsSaid = chosen === undefined;
    const model = isAsSaid ? asSaid : LabModel.of(labs, { ...assumed, dynamips: version, usualDynamips: version });
    const stepper = new Stepper(() => trace(model, generation));
    return {
      model,
      generation,
      allocator: model.allocations[0]?.allocator ?? 'dynagen',
      stepper,
      end: stepper.end,
      simulation: isAsSaid ? saidSimulation : simulate(model),
      // Of a lab whose Dynamips nobody names the findings say what both generations do.
      check: check(asSaid, { rules: this.data.rules }),
    };
  }
}
