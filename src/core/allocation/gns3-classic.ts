import { hypervisorName } from '../lab/hypervisor.ts';
import type { Device, Hypervisor, Lab } from '../lab/lab.ts';
import type { Allocator, Placement } from './allocator.ts';
import { consolesByInstance } from './consoles.ts';
import { counterSteps } from './counter-steps.ts';
import { LeastLoaded } from './least-loaded.ts';

/**
 * What the hypervisor manager of GNS3 0.8 starts with (docs/FACTS.md, "Ports by GNS3 0.8"; gns3-legacy
 * `HypervisorManager.py`).
 */
const MANAGER_HOST = '127.0.0.1';
const FIRST_PORT = 7200;
const FIRST_BASE_UDP = 10_001;
const UDP_BLOCK = 100;
const BASE_CONSOLE = 2101;
const BASE_AUX = 2501;
/** MiB of router RAM per hypervisor: more, and a 32-bit Dynamips ran out of address space. */
const MEMORY_LIMIT_MB = { windows: 512, other: 1024 } as const;
/** What GNS3 0.8 gives a router whose RAM is not known here: the default of a 3640, its most used model. */
const DEFAULT_RAM_MB = 128;

/** GNS3 0.8: its hypervisor manager, and routers on recorded (external) hypervisors balanced by RAM. */
export const gns3Classic: Allocator = {
  name: 'gns3-classic',
  title: 'GNS3 0.8: hypervisor manager (base UDP 10001, +100 each), or recorded hypervisors balanced by RAM',
  source: 'gns3-legacy HypervisorManager.py, Topology.py, Application.py',
  countsUp: true,
  place,
  consoles: consolesByInstance,
  steps: (lab, placement) => counterSteps(lab, placement),
};

interface Managed {
  readonly hypervisor: Hypervisor;
  loadMb: number;
}

/** The hypervisors that run one image, in the order in which they were started. */
interface ManagedOfImage {
  readonly managed: Managed[];
  /** MiB of RAM → how many of the first ones have no room for as much. */
  readonly tooFull: Map<number, number>;
}

/**
 * Devices are placed one by one, in the order of the file, which is the order in which they were dropped on
 * the canvas.
 */
function place(lab: Lab): Placement {
  const hypervisorOf = new Map<Device, Hypervisor>();
  const external = new ExternalHypervisors(lab);
  const manager = new HypervisorManager(lab);
  const lans: Device[] = [];
  for (const device of lab.devices) {
    if (device.kind === 'lan') lans.push(device);
    else if (device.hypervisor !== undefined) hypervisorOf.set(device, external.keep(device, device.hypervisor));
    else hypervisorOf.set(device, external.choose(device) ?? manager.choose(device));
  }
  const askers = firstAskers(lab);
  for (const lan of lans) {
    const asking = askers.get(lan);
    const hypervisor = lan.hypervisor ?? (asking && hypervisorOf.get(asking));
    if (hypervisor !== undefined) hypervisorOf.set(lan, hypervisor);
  }
  return { hypervisors: [...lab.hypervisors, ...manager.started], hypervisorOf };
}

/** Device → the device at the other end of the first link that leads to it, if there is a device. */
function firstAskers(lab: Lab): Map<Device, Device | undefined> {
  const askers = new Map<Device, Device | undefined>();
  const added = lab.events.flatMap((event) => (event.type === 'add' ? event.link : []));
  for (const { a, b } of [...lab.links, ...added]) {
    if (b.type === 'device' && b.device !== undefined && !askers.has(b.device)) askers.set(b.device, a.device);
  }
  return askers;
}

/**
 * Recorded hypervisors: a router goes to the one bound to its image that has the least RAM in use, the first
 * on ties.
 */
class ExternalHypervisors {
  private readonly usedMb = new Map<Hypervisor, number>();
  private readonly lab: Lab;
  private readonly ofImage = new Map<string, LeastLoaded<Hypervisor>>();

  constructor(lab: Lab) {
    this.lab = lab;
    for (const { name, hypervisors } of lab.images) {
      if (!this.ofImage.has(name))
        this.ofImage.set(name, new LeastLoaded(hypervisors, (one) => this.usedMb.get(one) ?? 0));
    }
  }

  keep(device: Device, hypervisor: Hypervisor): Hypervisor {
    if (device.kind === 'router') this.usedMb.set(hypervisor, (this.usedMb.get(hypervisor) ?? 0) + ramOf(device));
    return hypervisor;
  }

  choose(device: Device): Hypervisor | undefined {
    const best = device.kind === 'router' ? this.boundTo(device.image)?.first() : this.lab.hypervisors[0];
    return best === undefined ? undefined : this.keep(device, best);
  }

  private boundTo(image: string | undefined): LeastLoaded<Hypervisor> | undefined {
    return image === undefined ? undefined : this.ofImage.get(image);
  }
}

/**
 * The hypervisors that GNS3 starts by itself: a router goes to the first running one that has room for its
 * RAM and runs the same image ("one hypervisor per IOS image", the default); anything else to the first; if
 * there is none, a new one starts.
 */
class HypervisorManager {
  private readonly managed: Managed[] = [];
  private readonly byImage = new Map<string | undefined, ManagedOfImage>();
  private readonly limitMb: number;
  private readonly takenPorts: ReadonlySet<number>;
  private nextPort = FIRST_PORT;

  constructor(lab: Lab) {
    this.limitMb = lab.os === 'windows' ? MEMORY_LIMIT_MB.windows : MEMORY_LIMIT_MB.other;
    this.takenPorts = new Set(lab.hypervisors.filter((h) => h.host === MANAGER_HOST).map((h) => h.port));
  }

  get started(): Hypervisor[] {
    return this.managed.map((managed) => managed.hypervisor);
  }

  choose(device: Device): Hypervisor {
    if (device.kind !== 'router') return (this.managed[0] ?? this.add(undefined)).hypervisor;
    const managed = this.firstWithRoom(device) ?? this.add(device.image);
    managed.loadMb += ramOf(device);
    return managed.hypervisor;
  }

  /**
   * The first hypervisor of the image that has room. Loads only grow: one that was too full for so much RAM
   * is never looked at again for as much.
   */
  private firstWithRoom(device: Device): Managed | undefined {
    const ramMb = ramOf(device);
    if (ramMb > this.limitMb) return undefined;
    const { managed, tooFull } = this.ofImage(device.image);
    let first = tooFull.get(ramMb) ?? 0;
    while (first < managed.length && (managed[first]?.loadMb ?? 0) + ramMb > this.limitMb) first++;
    tooFull.set(ramMb, first);
    return managed[first];
  }

  private add(image: string | undefined): Managed {
    const managed = { hypervisor: this.start(), loadMb: 0 };
    this.managed.push(managed);
    this.ofImage(image).managed.push(managed);
    return managed;
  }

  private ofImage(image: string | undefined): ManagedOfImage {
    const ofImage = this.byImage.get(image) ?? { managed: [], tooFull: new Map() };
    this.byImage.set(image, ofImage);
    return ofImage;
  }

  private start(): Hypervisor {
    while (this.takenPorts.has(this.nextPort)) this.nextPort++;
    const port = this.nextPort++;
    return {
      kind: 'dynamips',
      host: MANAGER_HOST,
      port,
      name: hypervisorName('dynamips', MANAGER_HOST, port),
      baseUdp: FIRST_BASE_UDP + UDP_BLOCK * this.managed.length,
      baseConsole: BASE_CONSOLE,
      baseAux: BASE_AUX,
      memoryLimitMb: this.limitMb,
    };
  }
}

function ramOf(device: Device): number {
  return device.ramMb ?? DEFAULT_RAM_MB;
}
