import { type Addresses, Machines } from '../address/host.ts';
import { allocateAll } from '../allocation/allocate.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { InputError } from '../errors/input-error.ts';
import { type Generation, generationOf, LATEST_VERSION } from '../kernel/dynamips-version.ts';
import { predict } from '../kernel/predict.ts';
import type { Prediction } from '../kernel/prediction.ts';
import type { ServerConf } from '../lab/gns3/server-conf.ts';
import { ALLOCATOR_NAMES, type AllocatorName, type Hypervisor, type Lab, type OperatingSystem } from '../lab/lab.ts';

/** What is assumed about the software and the hosts; what is not given comes from the lab files, then from defaults. */
export interface Assumptions {
  readonly allocator?: AllocatorName;
  /** Version of Dynamips, such as `0.2.14`. */
  readonly dynamips?: string;
  readonly os?: OperatingSystem;
  /** Addresses of host names, when the DNS was asked. */
  readonly addresses?: Addresses;
  /** The configuration file of the GNS3 server that runs the labs. */
  readonly serverConf?: ServerConf;
}

/** Labs with everything that is computed from them; predictions are made when asked for, and once. */
export class Setting {
  readonly labs: readonly Lab[];
  readonly allocations: readonly Allocation[];
  readonly machines: Machines;
  readonly os: OperatingSystem;
  readonly serverConf: ServerConf | undefined;
  private readonly assumptions: Assumptions;
  private readonly labOf = new Map<Hypervisor, Lab>();
  private readonly predictions = new Map<Generation, Prediction>();

  constructor(labs: readonly Lab[], assumptions: Assumptions) {
    const { os } = assumptions;
    this.labs = withOwnNames(os === undefined ? labs : labs.map((lab) => ({ ...lab, os })));
    this.assumptions = assumptions;
    for (const version of [
      assumptions.dynamips,
      ...labs.flatMap((lab) => [lab.dynamips, ...lab.hypervisors.map((h) => h.dynamips)]),
    ]) {
      if (version !== undefined && generationOf(version) === undefined) {
        throw new InputError('BAD_VERSION', `"${version}" is not a version of Dynamips`, {
          next: 'write it as in 0.2.14',
        });
      }
    }
    this.machines = new Machines(assumptions.addresses);
    this.os = assumptions.os ?? labs.find((lab) => lab.os !== undefined)?.os ?? 'linux';
    const opener = newestServer(labs);
    const allocatorOf = (lab: Lab): AllocatorName =>
      assumptions.allocator ?? (lab.format === 'gns3' ? opener : undefined) ?? lab.allocator ?? 'dynagen';
    this.serverConf = assumptions.serverConf;
    if (this.serverConf !== undefined && !this.labs.some((lab) => isGns3Server(allocatorOf(lab)))) {
      throw new InputError(
        'UNUSED_SERVER_CONF',
        `no lab here gets its ports from a GNS3 server, so that ${this.serverConf.file} says nothing about it`,
        {
          next: 'name the server with --allocator, such as --allocator gns3-server-2.2.3, or leave --server-conf out',
        },
      );
    }
    this.allocations = allocateAll(this.labs, allocatorOf, this.serverConf?.ranges);
    for (const { lab, hypervisors } of this.allocations)
      for (const hypervisor of hypervisors) this.labOf.set(hypervisor, lab);
  }

  /** The version that runs behind a hypervisor, if anybody has said so; the command line wins over the file. */
  versionOf(hypervisor: Hypervisor): string | undefined {
    // A wrapper is no Dynamips.
    if (hypervisor.kind !== 'dynamips') return undefined;
    return this.assumptions.dynamips ?? hypervisor.dynamips ?? this.labOf.get(hypervisor)?.dynamips;
  }

  /** The generations that may be running where no version is known; one if every hypervisor's version is known. */
  get generations(): Generation[] {
    const known = this.allocations.flatMap((allocation) =>
      allocation.hypervisors.filter((one) => one.kind === 'dynamips').map((one) => this.versionOf(one)),
    );
    const generations = new Set(known.map((version) => (version === undefined ? undefined : generationOf(version))));
    const [only] = generations;
    return generations.size === 1 && only !== undefined ? [only] : ['before-0.2.18', 'from-0.2.18'];
  }

  /** What the kernels do if `generation` runs wherever nobody has said another version. */
  prediction(generation: Generation): Prediction {
    let prediction = this.predictions.get(generation);
    if (prediction === undefined) {
      const other = [...this.predictions.values()].find((one) => !one.hasCollisions);
      prediction =
        other ??
        predict(this.allocations, {
          os: this.os,
          machines: this.machines,
          generationOf: (hypervisor) =>
            generationOf(this.versionOf(hypervisor) ?? LATEST_VERSION[generation]) ?? generation,
        });
      this.predictions.set(generation, prediction);
    }
    return prediction;
  }
}

/** The newest server of all projects: it opens older ones too, and two projects that are open at once are open on it. */
function newestServer(labs: readonly Lab[]): AllocatorName | undefined {
  const names = new Set(labs.flatMap((lab) => (lab.format === 'gns3' ? (lab.allocator ?? []) : [])));
  return ALLOCATOR_NAMES.findLast((name) => isGns3Server(name) && names.has(name));
}

function isGns3Server(name: AllocatorName): boolean {
  return name.startsWith('gns3-server-');
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

/** Reads an allocator's name as typed; `gns3-server` alone is its newest preset. */
export function parseAllocator(text: string): AllocatorName {
  const name = text.toLowerCase();
  if (name === 'gns3-server') return 'gns3-server-3.0';
  const found = ALLOCATOR_NAMES.find((known) => known === name);
  if (found === undefined)
    throw new InputError('BAD_ALLOCATOR', `there is no allocator "${text}"`, {
      next: `use one of ${ALLOCATOR_NAMES.join(', ')}`,
    });
  return found;
}
