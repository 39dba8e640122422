import type { Machines } from '../address/host.ts';
import type { Allocation } from '../allocation/allocation.ts';
import type { Generation } from '../kernel/dynamips-version.ts';
import { EPHEMERAL_RANGES } from '../kernel/ephemeral-ranges.ts';
import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import type { KernelKnowledge } from '../kernel/situation.ts';
import type { ServerConf } from '../lab/gns3/server-conf.ts';
import type { Hypervisor, Lab, OperatingSystem, PortRange } from '../lab/lab.ts';
import type { Assumptions } from '../model/assumptions.ts';
import type { LabModel } from '../model/lab-model.ts';
import { CollisionIndex } from './collision-index.ts';
import { faultyLinks, type LabLink } from './faulty-links.ts';
import type { Severity } from './finding.ts';
import { type UsedRange, usedRanges } from './used-range.ts';

/** What all checks look at. What is costly is worked out when the first check asks for it. */
export class CheckContext {
  readonly allocations: readonly Allocation[];
  readonly labs: readonly Lab[];
  readonly machines: Machines;
  readonly os: OperatingSystem;
  /** What the kernels of the hosts do, as far as it is known. */
  readonly kernel: KernelKnowledge;
  readonly assumptions: Assumptions;
  /** The generations that may be running: one when the version is known, else both. */
  readonly generations: readonly Generation[];
  readonly ranges: readonly UsedRange[];
  /** The file of the GNS3 server, when one was given. */
  readonly serverConf: ServerConf | undefined;
  private readonly predict: (generation: Generation) => Prediction;
  private madeFaultyLinks: readonly LabLink[] | undefined;
  private readonly brokenLinksOf = new Map<Generation, readonly PredictedLink[]>();
  private readonly recordedOf = new Map<Lab, ReadonlySet<Hypervisor>>();
  private readonly collisionsOf = new Map<Generation, CollisionIndex>();

  constructor(model: LabModel) {
    this.allocations = model.allocations;
    this.labs = model.allocations.map(({ lab }) => lab);
    this.machines = model.machines;
    this.os = model.os;
    this.kernel = model.kernel;
    this.assumptions = model.assumptions;
    this.generations = model.generations;
    this.serverConf = model.serverConf;
    this.predict = (generation) => model.prediction(generation);
    this.ranges = usedRanges(this.allocations, this.machines);
  }

  prediction(generation: Generation): Prediction {
    return this.predict(generation);
  }

  /** Links that are never made, whatever the fault. */
  get faultyLinks(): readonly LabLink[] {
    this.madeFaultyLinks ??= faultyLinks(this.labs);
    return this.madeFaultyLinks;
  }

  /** Links that do not work, or may not, if that generation runs. */
  brokenLinks(generation: Generation): readonly PredictedLink[] {
    let broken = this.brokenLinksOf.get(generation);
    if (broken === undefined) {
      const links: PredictedLink[] = [];
      for (const link of this.predict(generation).links('ok')) if (!leavesTheLab(link)) links.push(link);
      broken = links;
      this.brokenLinksOf.set(generation, broken);
    }
    return broken;
  }

  /**
   * How bad it is that these hypervisors have ports in common: an error if a frame goes astray or a NIO is
   * refused in a generation that may be running; a warning if no port is wanted twice at one time, or if all
   * goes well all the same.
   */
  collisionSeverity(hypervisors: readonly Hypervisor[]): Severity {
    const concerned = new Set(hypervisors);
    const isHarmed = this.generations.some(
      (generation) => this.predict(generation).hasCollisions && this.collisions(generation).isHarmAmong(concerned),
    );
    return isHarmed ? 'error' : 'warning';
  }

  /** What collides if that generation runs, by hypervisor. */
  collisions(generation: Generation): CollisionIndex {
    let index = this.collisionsOf.get(generation);
    if (index === undefined) {
      index = new CollisionIndex(this.predict(generation), this.brokenLinks(generation));
      this.collisionsOf.set(generation, index);
    }
    return index;
  }

  ephemeralRange(lab: Lab): PortRange {
    return lab.ephemeralRange ?? EPHEMERAL_RANGES[this.os];
  }

  /** True for a hypervisor that the lab's file names, false for one that its rule set starts. */
  isRecorded(lab: Lab, hypervisor: Hypervisor): boolean {
    let recorded = this.recordedOf.get(lab);
    if (recorded === undefined) {
      recorded = new Set(lab.hypervisors);
      this.recordedOf.set(lab, recorded);
    }
    return recorded.has(hypervisor);
  }

  machineOf(hypervisor: Hypervisor): string {
    return this.machines.machineOf(hypervisor.host);
  }
}

/** An explicit NIO whose far end nobody here knows: unknown, but nothing says that it is broken. */
function leavesTheLab({ verdict, sockets }: PredictedLink): boolean {
  return verdict === 'unknown' && sockets.every((socket) => socket.bind !== 'unknown' && socket.delivery !== 'unknown');
}
