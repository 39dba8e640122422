import type { Allocation } from '../allocation/allocation.ts';
import type { Generation } from '../kernel/dynamips-version.ts';
import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import type { Machines } from '../lab/host.ts';
import type { Hypervisor, Lab, OperatingSystem, PortRange } from '../lab/lab.ts';
import { BaseFinder } from './base-finder.ts';
import { type UsedRange, usedRanges } from './used-range.ts';

/** What an OS takes for outgoing connections when nobody changed it (FACTS §4.9). */
const EPHEMERAL_RANGES: Readonly<Record<OperatingSystem, PortRange>> = {
  linux: { first: 32_768, last: 60_999 },
  windows: { first: 49_152, last: 65_535 },
  darwin: { first: 49_152, last: 65_535 },
};

/** What all checks look at. What is costly is worked out when the first check asks for it. */
export class CheckContext {
  readonly allocations: readonly Allocation[];
  readonly machines: Machines;
  /** The generations that may be running: one when the version is known, else both. */
  readonly generations: readonly Generation[];
  readonly ranges: readonly UsedRange[];
  readonly bases: BaseFinder;
  private readonly predict: (generation: Generation) => Prediction;
  private readonly brokenLinksOf = new Map<Generation, readonly PredictedLink[]>();

  constructor(
    allocations: readonly Allocation[],
    machines: Machines,
    generations: readonly Generation[],
    predict: (generation: Generation) => Prediction,
  ) {
    this.allocations = allocations;
    this.machines = machines;
    this.generations = generations;
    this.predict = predict;
    this.ranges = usedRanges(allocations, machines);
    this.bases = new BaseFinder(this.ranges, allocations, machines);
  }

  get labs(): readonly Lab[] {
    return this.allocations.map((allocation) => allocation.lab);
  }

  prediction(generation: Generation): Prediction {
    return this.predict(generation);
  }

  /** Links that are anything but `ok`, if that generation runs. */
  brokenLinks(generation: Generation): readonly PredictedLink[] {
    let broken = this.brokenLinksOf.get(generation);
    if (broken === undefined) {
      broken = [...this.predict(generation).links()].filter((link) => link.verdict !== 'ok');
      this.brokenLinksOf.set(generation, broken);
    }
    return broken;
  }

  ephemeralRange(lab: Lab): PortRange {
    return lab.ephemeralRange ?? EPHEMERAL_RANGES[lab.os ?? 'linux'];
  }

  machineOf(hypervisor: Hypervisor): string {
    return this.machines.machineOf(hypervisor.host);
  }
}
