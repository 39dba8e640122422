import { isLoopback, OWN_ADDRESS } from '../address/host.ts';
import type { AllocatorName, Device, Hypervisor, Lab, PortRange } from '../lab/lab.ts';
import type { Consoles } from './consoles.ts';
import type { HostPools } from './port-pool.ts';
import type { Step } from './step.ts';

/** Where devices run, decided before the first link is made. */
export interface Placement {
  readonly hypervisors: readonly Hypervisor[];
  readonly hypervisorOf: ReadonlyMap<Device, Hypervisor>;
}

/**
 * A rule set. `steps` is a generator, so that teaching stops at each port and simulating folds them all; the
 * same lab always yields the same steps.
 */
export interface Allocator {
  readonly name: AllocatorName;
  readonly title: string;
  /** Where the rule was read or seen. */
  readonly source: string;
  readonly countsUp: boolean;
  readonly pool?: PortRange | undefined;
  /** True if the pool leaves out what browsers refuse. */
  readonly skipsBanned?: boolean;
  place(lab: Lab): Placement;
  /**
   * `pools` holds what is taken on each host, for rule sets that draw from a pool; labs that run at once
   * share it.
   */
  consoles(lab: Lab, placement: Placement, pools: HostPools): Consoles;
  /** What nodes take from the pool when they start, in the order of the file. */
  startNeeds?(lab: Lab, placement: Placement): StartNeed[];
  steps(lab: Lab, placement: Placement, pools: HostPools): Generator<Step, void, undefined>;
}

/** How many UDP ports of its host a node takes when it starts. */
export interface StartNeed {
  readonly device: Device;
  readonly hypervisor: Hypervisor;
  readonly count: number;
}

/** Every device where the file puts it. */
export function placeAsRecorded(lab: Lab): Placement {
  const hypervisorOf = new Map<Device, Hypervisor>();
  for (const device of lab.devices) if (device.hypervisor !== undefined) hypervisorOf.set(device, device.hypervisor);
  return { hypervisors: lab.hypervisors, hypervisorOf };
}

/**
 * The addresses that two ends of a link are told for each other: 127.0.0.1 when both hosts are written alike,
 * else each end's host as written (docs/FACTS.md, "Addresses and names"; gns3-legacy `dynamips_lib.py`,
 * `gen_connect`). A GNS3 server tells its own address within itself too (gns3-server `controller/compute.py`,
 * `get_ip_on_same_subnet`). Links of Qemuwrapper and VBoxwrapper always have the hosts as written
 * (`qemu_lib.py` and `dynagen_vbox_lib.py`, `connect_to_dynamips`), those of Pemuwrapper do not
 * (`pemu_lib.py`).
 */
export function remoteHosts(a: Hypervisor, b: Hypervisor): { hostOfA: string; hostOfB: string } {
  if (a.host !== b.host && (a.picksAddress || b.picksAddress)) {
    return { hostOfA: pickedAddress(a), hostOfB: pickedAddress(b) };
  }
  const isShort = a.host === b.host && !keepsHosts(a) && !keepsHosts(b);
  return isShort ? { hostOfA: '127.0.0.1', hostOfB: '127.0.0.1' } : { hostOfA: a.host, hostOfB: b.host };
}

function keepsHosts({ kind }: Hypervisor): boolean {
  return kind !== 'dynamips' && kind !== 'pemu';
}

/** The address of a server for another one: its own, unless that is one that only itself can use. */
function pickedAddress({ host, picksAddress }: Hypervisor): string {
  return picksAddress && isLoopback(host) ? OWN_ADDRESS : host;
}
