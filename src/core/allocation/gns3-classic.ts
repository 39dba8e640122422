import { hypervisorName } from '../lab/hypervisor.ts';
import type { Device, Hypervisor, Lab } from '../lab/lab.ts';
import type { Allocator, Placement } from './allocator.ts';
import { consolesByInstance } from './consoles.ts';
import { counterSteps } from './counter-steps.ts';

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
  readonly image: string | undefined;
  loadMb: number;
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
  const links = [...lab.links, ...lab.events.flatMap((event) => (event.type === 'add' ? event.link : []))];
  for (const lan of lans) {
    const asking = links.find((link) => link.b.type === 'device' && link.b.device === lan)?.a.device;
    const hypervisor = lan.hypervisor ?? (asking && hypervisorOf.get(asking));
    if (hypervisor !== undefined) hypervisorOf.set(lan, hypervisor);
  }
  return { hypervisors: [...lab.hypervisors, ...manager.started], hypervisorOf };
}

/**
 * Recorded hypervisors: a router goes to the one bound to its image that has the least RAM in use, the first
 * on ties.
 */
class ExternalHypervisors {
  private readonly usedMb = new Map<Hypervisor, number>();
  private readonly lab: Lab;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  keep(device: Device, hypervisor: Hypervisor): Hypervisor {
    if (device.kind === 'router') this.usedMb.set(hypervisor, (this.usedMb.get(hypervisor) ?? 0) + ramOf(device));
    return hypervisor;
  }

  choose(device: Device): Hypervisor | undefined {
    const bound = this.lab.images.find((image) => image.name === device.image)?.hypervisors ?? [];
    const candidates = device.kind === 'router' ? bound : this.lab.hypervisors.slice(0, 1);
    let best: Hypervisor | undefined;
    for (const hypervisor of candidates) {
      if (best === undefined || (this.usedMb.get(hypervisor) ?? 0) < (this.usedMb.get(best) ?? 0)) best = hypervisor;
    }
    return best === undefined ? undefined : this.keep(device, best);
  }
}

/**
 * The hypervisors that GNS3 starts by itself: a router goes to the first running one that has room for its
 * RAM and runs the same image ("one hypervisor per IOS image", the default); anything else to the first; if
 * there is none, a new one starts.
 */
class HypervisorManager {
  private readonly managed: Managed[] = [];
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
    const isRouter = device.kind === 'router';
    const ramMb = isRouter ? ramOf(device) : 0;
    for (const managed of this.managed) {
      if (isRouter && (managed.loadMb + ramMb > this.limitMb || managed.image !== device.image)) continue;
      managed.loadMb += ramMb;
      return managed.hypervisor;
    }
    const hypervisor = this.start();
    this.managed.push({ hypervisor, image: isRouter ? device.image : undefined, loadMb: ramMb });
    return hypervisor;
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
