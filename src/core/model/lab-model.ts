import { Machines } from '../address/host.ts';
import { allocateAll, type ServerSays } from '../allocation/allocate.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { InputError } from '../errors/input-error.ts';
import { type Generation, generationOf, LATEST_VERSION } from '../kernel/dynamips-version.ts';
import { knowledgeOf } from '../kernel/knowledge.ts';
import type { PredictOptions } from '../kernel/play.ts';
import { predict } from '../kernel/predict.ts';
import type { Prediction } from '../kernel/prediction.ts';
import type { KernelKnowledge } from '../kernel/situation.ts';
import type { ServerConf } from '../lab/gns3/server-conf.ts';
import { type AllocatorName, type Hypervisor, isGns3Server, type Lab, type OperatingSystem } from '../lab/lab.ts';
import { present } from '../present.ts';
import { SYSTEM_NAMES } from '../text/system-names.ts';
import { allocatorsOf } from './allocator-name.ts';
import type { Assumptions } from './assumptions.ts';

/** What `LabModel.of` has worked out. */
interface Parts {
  readonly labs: readonly Lab[];
  readonly assumptions: Assumptions;
  readonly allocations: readonly Allocation[];
}

/**
 * Labs that run at once, with everything that is computed from them; predictions are made when asked for, and
 * once.
 */
export class LabModel {
  readonly labs: readonly Lab[];
  readonly assumptions: Assumptions;
  /** @internal What each lab gets, in the order of the labs. */
  readonly allocations: readonly Allocation[];
  /** @internal Which host names mean one machine. */
  readonly machines: Machines;
  private readonly labOf: ReadonlyMap<Hypervisor, Lab>;
  private readonly predictions = new Map<Generation, Prediction>();

  private constructor({ labs, assumptions, allocations }: Parts) {
    this.labs = labs;
    this.assumptions = assumptions;
    this.allocations = allocations;
    this.machines = new Machines(assumptions.addresses);
    this.labOf = new Map(
      allocations.flatMap(({ lab, hypervisors }) => hypervisors.map((one): [Hypervisor, Lab] => [one, lab])),
    );
  }

  /**
   * Gives out all ports of labs that run at once, started in this order. Throws `InputError` for a version of
   * Dynamips that does not exist, for a server configuration that says nothing about any of the labs, and for
   * the answers of a kernel of another system than theirs.
   */
  static of(labs: readonly Lab[], assumptions: Assumptions = {}): LabModel {
    const { serverConf } = assumptions;
    const os = assumedSystem(labs, assumptions);
    checkVersions(labs, assumptions.dynamips);
    const allocatorOf = allocatorsOf(labs, assumptions.allocator);
    if (serverConf !== undefined) checkServerConf(serverConf, labs.map(allocatorOf));
    const named = withOwnNames(os === undefined ? labs : labs.map((lab) => ({ ...lab, os })));
    return new LabModel({
      labs: named,
      assumptions,
      allocations: allocateAll(named, allocatorOf, serverOf(assumptions)),
    });
  }

  /**
   * The system of all hosts: the assumed one, else that of the first lab which names one, else that of the
   * kernel which was asked, else Linux.
   */
  get os(): OperatingSystem {
    return systemOf(this.labs, this.assumptions);
  }

  /** @internal What the kernels of all hosts do, as far as it is known. */
  get kernel(): KernelKnowledge {
    return knowledgeOf(this.os, this.assumptions.kernel?.kernel);
  }

  get serverConf(): ServerConf | undefined {
    return this.assumptions.serverConf;
  }

  /** @internal What is said of the GNS3 server by its file, and by the server itself where it runs. */
  get server(): ServerSays {
    return serverOf(this.assumptions);
  }

  get hypervisors(): readonly Hypervisor[] {
    return this.allocations.flatMap(({ hypervisors }) => hypervisors);
  }

  /**
   * The version that runs behind a hypervisor, if anybody has said so; what is assumed wins over the file.
   */
  versionOf(hypervisor: Hypervisor): string | undefined {
    // A wrapper is no Dynamips.
    if (hypervisor.kind !== 'dynamips') return undefined;
    return this.assumptions.dynamips ?? hypervisor.dynamips ?? this.labOf.get(hypervisor)?.dynamips;
  }

  /**
   * @internal The generations that may be running where no version is known; one if the version of every
   * hypervisor is known.
   */
  get generations(): Generation[] {
    const { usualDynamips } = this.assumptions;
    const known = this.hypervisors
      .filter(({ kind }) => kind === 'dynamips')
      .map((one) => this.versionOf(one) ?? usualDynamips);
    const generations = new Set(known.map((version) => (version === undefined ? undefined : generationOf(version))));
    const [only] = generations;
    return generations.size === 1 && only !== undefined ? [only] : ['before-0.2.18', 'from-0.2.18'];
  }

  /** @internal What the kernels do if `generation` runs wherever nobody has said another version. */
  prediction(generation: Generation): Prediction {
    let prediction = this.predictions.get(generation);
    if (prediction === undefined) {
      const other = [...this.predictions.values()].find((one) => !one.hasCollisions);
      prediction = other ?? predict(this.allocations, this.predictOptions(generation));
      this.predictions.set(generation, prediction);
    }
    return prediction;
  }

  /** @internal What a prediction rests on if `generation` runs wherever nobody has said another version. */
  predictOptions(generation: Generation): PredictOptions {
    const { usualDynamips, sources } = this.assumptions;
    return {
      kernel: this.kernel,
      machines: this.machines,
      sources,
      generationOf: (hypervisor) =>
        generationOf(this.versionOf(hypervisor) ?? usualDynamips ?? LATEST_VERSION[generation]) ?? generation,
    };
  }
}

function serverOf({ serverConf, runningServer }: Assumptions): ServerSays {
  if (runningServer === undefined) return serverConf ?? {};
  const { ranges, taken } = runningServer;
  return present({ ranges: { ...serverConf?.ranges, ...ranges }, host: serverConf?.host, taken });
}

function systemOf(labs: readonly Lab[], { os, kernel }: Assumptions): OperatingSystem {
  return os ?? labs.find((lab) => lab.os !== undefined)?.os ?? kernel?.kernel.system ?? 'linux';
}

/** The system that labs get which name none. */
function assumedSystem(labs: readonly Lab[], assumptions: Assumptions): OperatingSystem | undefined {
  const { os, kernel } = assumptions;
  if (kernel === undefined) return os;
  const system = systemOf(labs, assumptions);
  const { system: asked } = kernel.kernel;
  if (asked === system) return system;
  const [of, wanted] = [SYSTEM_NAMES[asked], SYSTEM_NAMES[system]];
  const next =
    os === undefined ? `--os ${asked} counts instead of what the lab says` : `leave --os out, or name it ${asked}`;
  throw new InputError(
    'OTHER_KERNEL',
    `${kernel.file} has the answers of ${of}, but the hosts of the lab run ${wanted}`,
    {
      next: `run niostat kernel --write FILE on a machine with ${wanted}; if the hosts run ${of}, ${next}`,
    },
  );
}

function checkVersions(labs: readonly Lab[], assumed: string | undefined): void {
  const written = labs.flatMap((lab) => [lab.dynamips, ...lab.hypervisors.map(({ dynamips }) => dynamips)]);
  for (const version of [assumed, ...written]) {
    if (version === undefined || generationOf(version) !== undefined) continue;
    throw new InputError('BAD_VERSION', `"${version}" is not a version of Dynamips`, {
      next: 'write it as in 0.2.14',
    });
  }
}

function checkServerConf({ file }: ServerConf, allocators: readonly AllocatorName[]): void {
  if (allocators.some(isGns3Server)) return;
  throw new InputError('UNUSED_SERVER_CONF', `no lab here gets its ports from a GNS3 server: ${file} has no effect`, {
    next: 'name the server with --allocator, such as --allocator gns3-server-2.2.3, or leave --server-conf out',
  });
}

/** Labs of one name would be one in every table: those after the first are numbered. */
function withOwnNames(labs: readonly Lab[]): readonly Lab[] {
  const seen = new Map<string, number>();
  return labs.map((lab) => {
    const number = (seen.get(lab.name) ?? 0) + 1;
    seen.set(lab.name, number);
    return number === 1 ? lab : { ...lab, name: `${lab.name} (${number})` };
  });
}
