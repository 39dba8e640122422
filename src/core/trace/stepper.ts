import { AnchorSteps } from './anchor.ts';
import { applyAll, startState } from './apply.ts';
import { StateDraft } from './state-draft.ts';
import type { TraceEvent } from './trace-event.ts';
import type { TraceState } from './trace-state.ts';

/** Every so many steps a state is kept; those between are folded from there. */
const KEYFRAME_EVERY = 64;

/** So many steps can be seen: those of 4,000 links. Of a larger lab it is these, and the end. */
export const MOST_STEPS = 20_000;

const NO_EVENTS: readonly TraceEvent[] = [];

/** A trace through which one can go both ways. States are values: a step has always an equal one. */
export class Stepper {
  private readonly cutEnd: TraceState | undefined;
  private readonly steps: TraceEvent[][] = [[]];
  private readonly anchors = new AnchorSteps();
  private readonly keyframes: TraceState[] = [];
  /** The states from one keyframe on, as far as they were asked for. */
  private between: { readonly keyframe: number; readonly states: TraceState[] } = { keyframe: -1, states: [] };

  /** `start` gives all events from the first one on; it is asked once. */
  constructor(start: () => Iterable<TraceEvent>) {
    let rest: StateDraft | undefined;
    for (const event of start()) {
      if (event.step <= MOST_STEPS) this.keep(event);
      else {
        rest ??= new StateDraft(this.stateAt(MOST_STEPS));
        rest.apply(event);
      }
    }
    this.cutEnd = rest?.state();
  }

  /** True if the trace goes on after `lastStep`, since it has more than `MOST_STEPS`. */
  get isCut(): boolean {
    return this.cutEnd !== undefined;
  }

  /** The state when all has happened, also if the trace is cut. */
  get end(): TraceState {
    return this.cutEnd ?? this.stateAt(this.lastStep);
  }

  /** The last step that can be asked for. */
  get lastStep(): number {
    return this.steps.length - 1;
  }

  /** The labs after a step; one that is too small or too large means the first or the last one. */
  stateAt(step: number): TraceState {
    const at = this.within(step);
    const keyframe = Math.floor(at / KEYFRAME_EVERY);
    if (this.between.keyframe !== keyframe) this.between = { keyframe, states: [this.keyframe(keyframe)] };
    const { states } = this.between;
    while (states.length <= at % KEYFRAME_EVERY) {
      const next = keyframe * KEYFRAME_EVERY + states.length;
      states.push(applyAll(states.at(-1) as TraceState, this.eventsAt(next)));
    }
    return states[at % KEYFRAME_EVERY] as TraceState;
  }

  /** What happens at a step. */
  eventsAt(step: number): readonly TraceEvent[] {
    return this.steps[this.within(step)] ?? NO_EVENTS;
  }

  /**
   * The step of an anchor, to keep the moment when the generation or who gives the ports is switched: where
   * this trace has no such moment, that of the last one before it; 0 if there is none or it is no anchor.
   */
  stepOf(anchor: string): number {
    return this.anchors.stepOf(anchor) ?? 0;
  }

  /** The anchor of a step: that of its first event. */
  anchorOf(step: number): string {
    return this.eventsAt(step)[0]?.at ?? '0.place';
  }

  /**
   * Where the next link is complete (`direction` 1), or the one before (-1): a step that makes a link, or
   * takes one away. `last`, or the first step, if there is none.
   */
  linkStep(from: number, direction: 1 | -1, last = this.lastStep): number {
    let step = from + direction;
    while (step > 0 && step < last && !/[.](link|stop|remove)$/.test(this.anchorOf(step))) step += direction;
    return Math.min(Math.max(0, step), last);
  }

  private keep(event: TraceEvent): void {
    const { step } = event;
    const events = this.steps[step];
    if (events === undefined) this.steps[step] = [event];
    else events.push(event);
    this.anchors.add(event.at, step);
  }

  /** The state at a multiple of `KEYFRAME_EVERY`. */
  private keyframe(number: number): TraceState {
    const { keyframes } = this;
    if (keyframes.length === 0) keyframes.push(applyAll(startState, this.eventsAt(0)));
    while (keyframes.length <= number) {
      const from = (keyframes.length - 1) * KEYFRAME_EVERY + 1;
      const events = this.steps.slice(from, from + KEYFRAME_EVERY).flat();
      keyframes.push(applyAll(keyframes.at(-1) as TraceState, events));
    }
    return keyframes[number] as TraceState;
  }

  private within(step: number): number {
    return Math.max(0, Math.min(Math.trunc(step) || 0, this.lastStep));
  }
}
