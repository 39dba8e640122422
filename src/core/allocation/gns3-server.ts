import { isWildcard } from '../address/host.ts';
import { allocatorOfVersion, isAtLeast } from '../lab/gns3/gns3-version.ts';
import type { ServerConf } from '../lab/gns3/server-conf.ts';
import { hypervisorName } from '../lab/hypervisor.ts';
import type { AllocatorName, Device, DeviceEnd, Gns3Version, Hypervisor, Lab, Link, PortRange } from '../lab/lab.ts';
import { type Allocator, type Placement, placeAsRecorded, remoteHosts, type StartNeed } from './allocator.ts';
import { type ConsoleRules, consoleRules } from './console-rules.ts';
import { type LinkSide, linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import type { HostPools } from './port-pool.ts';
import { consolesOfServer } from './server-consoles.ts';
import { type FailStep, type GiveStep, type Nio, NOTHING_CREATED, type Step, type StepRule } from './step.ts';

interface Preset {
  readonly name: AllocatorName;
  readonly title: string;
  readonly pool: PortRange;
  /** Whose rules count for a lab that no version of the preset has saved. */
  readonly version: Gns3Version;
  /** Since GNS3 2.1 a router's port goes through uBridge, which costs two more ports of the host. */
  readonly tunnels: boolean;
}

/**
 * GNS3 1.3 and later: one pool of UDP ports per compute, shared by all its hypervisors; ports given back are
 * reused (docs/FACTS.md, "Ports by a GNS3 server"; gns3-server `port_manager.py`, `nio_udp.py`). A port that
 * a lab's file writes out is not known to the pool.
 */
function gns3Server(preset: Preset, conf: ServerSays = {}): Allocator {
  return {
    name: preset.name,
    title: preset.title,
    source: 'gns3-server compute/port_manager.py, compute/dynamips/nios/nio_udp.py, controller/udp_link.py',
    countsUp: false,
    pool: preset.pool,
    skipsBanned: true,
    place: (lab) => placeOnServers(lab, conf.host),
    consoles: (lab, placement, pools) => {
      return consolesOfServer(lab, placement, pools, withRanges(consoleRules(versionFor(lab, preset)), conf));
    },
    startNeeds: (lab, placement) => startNeeds(lab, placement, preset),
    steps: (lab, placement, pools) => poolSteps(lab, placement, pools, preset),
  };
}

const PRESETS: readonly Preset[] = [
  // (docs/FACTS.md, "Ports by a GNS3 server"; gns3-server 1.3 `modules/port_manager.py`).
  {
    name: 'gns3-server-1.3',
    title: 'GNS3 server 1.3 to 2.0: one pool per host, 10000–20000, one port per link end',
    pool: { first: 10_000, last: 20_000 },
    version: [1, 3, 0],
    tunnels: false,
  },
  // The pool of the versions before, and the tunnels of those after.
  {
    name: 'gns3-server-2.1',
    title: 'GNS3 server 2.1 to 2.2.2: one pool per host, 10000–20000, two more ports per router end',
    pool: { first: 10_000, last: 20_000 },
    version: [2, 2, 2],
    tunnels: true,
  },
  {
    name: 'gns3-server-2.2.3',
    title: 'GNS3 server 2.2.3 and later: one pool per host, 20000–30000, two more ports per router end',
    pool: { first: 20_000, last: 30_000 },
    version: [2, 2, 59],
    tunnels: true,
  },
  {
    name: 'gns3-server-3.0',
    title: 'GNS3 server 3.0: one pool per host, 10000–30000, two more ports per router end',
    pool: { first: 10_000, last: 30_000 },
    version: [3, 0, 6],
    tunnels: true,
  },
];

/**
 * The pool of the server that the GNS3 GUI starts by itself, of every version: the GUI writes it into the
 * configuration (gns3-gui `settings.py`).
 */
export const GUI_POOL: PortRange = { first: 10_000, last: 20_000 };

/** The GNS3 servers, oldest first. A server opens projects of older ones, never of newer ones. */
export const GNS3_SERVERS: readonly Allocator[] = PRESETS.map((preset) => gns3Server(preset));

/** What a server's configuration file says, as far as ports depend on it. */
type ServerSays = Partial<Pick<ServerConf, 'ranges' | 'host'>>;

/**
 * The same server with what its configuration file says; undefined if `name` is no GNS3 server that reads
 * one.
 */
export function gns3ServerWith(name: AllocatorName, conf: ServerSays): Allocator | undefined {
  const preset = PRESETS.find((one) => one.name === name);
  return preset && gns3Server({ ...preset, pool: { ...preset.pool, ...conf.ranges?.udp } }, conf);
}

/** True for a rule set by which a router's end of a link costs two more ports. */
export function hasTunnels(name: AllocatorName): boolean {
  return PRESETS.some((preset) => preset.name === name && preset.tunnels);
}

/** The version that saved a lab, as long as the preset speaks of it. */
function versionFor({ savedBy }: Lab, preset: Preset): Gns3Version {
  return savedBy !== undefined && allocatorOfVersion(savedBy) === preset.name ? savedBy : preset.version;
}

function withRanges(rules: ConsoleRules, { ranges = {} }: ServerSays): ConsoleRules {
  return { ...rules, range: { ...rules.range, ...ranges.consoles }, vnc: { ...rules.vnc, ...ranges.vnc } };
}

/**
 * Every device where the file puts it. The server that opens the project is where its configuration says; one
 * that listens on every address calls itself 127.0.0.1 (gns3-server `controller/__init__.py`).
 */
function placeOnServers(lab: Lab, host: string | undefined): Placement {
  const placement = placeAsRecorded(lab);
  if (host === undefined || isWildcard(host)) return placement;
  const moved = new Map(
    placement.hypervisors.map((one): [Hypervisor, Hypervisor] => {
      return [one, one.isLocal === true ? { ...one, host, name: hypervisorName(one.kind, host, one.port) } : one];
    }),
  );
  return {
    hypervisors: [...moved.values()],
    hypervisorOf: new Map(
      [...placement.hypervisorOf].map(([device, one]): [Device, Hypervisor] => [device, moved.get(one) ?? one]),
    ),
  };
}

/** The first version whose VPCS, QEMU and VirtualBox are behind a tunnel that is made when they start. */
const TUNNELS_AT_START: Gns3Version = [2, 0, 0];

/**
 * VPCS takes two ports when it first starts; QEMU and VirtualBox two for each adapter, linked or not
 * (gns3-server `vpcs_vm.py`, `qemu_vm.py`, `virtualbox_vm.py`, `_create_local_udp_tunnel`).
 */
function startNeeds(lab: Lab, { hypervisorOf }: Placement, preset: Preset): StartNeed[] {
  if (!isAtLeast(versionFor(lab, preset), TUNNELS_AT_START)) return [];
  return lab.devices.flatMap((device) => {
    const hypervisor = hypervisorOf.get(device);
    const tunnels = tunnelsAtStart(device);
    return hypervisor === undefined || tunnels === 0 ? [] : [{ device, hypervisor, count: 2 * tunnels }];
  });
}

function tunnelsAtStart({ kind, adapters = 1 }: Device): number {
  if (kind === 'vpcs' || kind === 'traceng') return 1;
  return kind === 'qemu' || kind === 'vbox' ? adapters : 0;
}

function poolSteps(lab: Lab, placement: Placement, pools: HostPools, preset: Preset): Generator<Step, void, undefined> {
  const connect = (placed: PlacedLink): Step[] => connectFromPools(placed, pools, preset);
  return linkSteps(lab, placement, {
    connect,
    counterOf: () => preset.pool.first,
    giveBack: (nio) => {
      if (!nio.explicit) pools.of(nio.hypervisor).giveBack(nio.localPort);
      return !nio.explicit;
    },
  });
}

/**
 * Both ends get their port before either NIO is created (gns3-server `controller/udp_link.py`); tunnels come
 * with the NIO.
 */
function connectFromPools(placed: PlacedLink, pools: HostPools, preset: Preset): Step[] {
  const { link, a, b, hypervisorA, hypervisorB } = placed;
  const portA = pools.of(hypervisorA).take();
  if (portA === undefined) return [exhausted(link, 'a', hypervisorA, preset)];
  const portB = pools.of(hypervisorB).take();
  if (portB === undefined) {
    pools.of(hypervisorA).giveBack(portA);
    return [exhausted(link, 'b', hypervisorB, preset)];
  }
  const { hostOfA, hostOfB } = remoteHosts(hypervisorA, hypervisorB);
  const sides: LinkSide[] = [
    { link, end: 'a', at: a, hypervisor: hypervisorA, localPort: portA, remoteHost: hostOfB, remotePort: portB },
    { link, end: 'b', at: b, hypervisor: hypervisorB, localPort: portB, remoteHost: hostOfA, remotePort: portA },
  ];
  const steps = sides.map((side) => give(side, preset, { port: side.localPort, by: 'pool' }));
  // The NIOs of node a are created before those of node b; one without a tunnel comes with the step before
  // it.
  for (const side of sides) {
    if (usesTunnel(side, preset)) {
      const tunnel = tunnelSteps(side, pools, preset);
      if (tunnel === undefined) return [...steps, exhausted(link, side.end, side.hypervisor, preset)];
      steps.push(...tunnel);
    } else {
      const last = steps.pop() as GiveStep;
      steps.push({ ...last, created: [...last.created, nioAt(side)] });
    }
  }
  return steps;
}

/** Undefined if the pool has no two ports left. */
function tunnelSteps(side: LinkSide, pools: HostPools, preset: Preset): GiveStep[] | undefined {
  const pool = pools.of(side.hypervisor);
  const near = pool.take();
  const far = pool.take();
  if (near === undefined || far === undefined) {
    if (near !== undefined) pool.giveBack(near);
    return undefined;
  }
  const created: Nio[] = [
    { ...nioAt(side), localPort: near, remoteHost: '127.0.0.1', remotePort: far, tunnel: true },
    {
      ...nioAt(side),
      localPort: far,
      remoteHost: '127.0.0.1',
      remotePort: near,
      tunnel: true,
      owner: 'ubridge',
    },
    { ...nioAt(side), owner: 'ubridge' },
  ];
  return [give(side, preset, { port: near, by: 'tunnel' }), give(side, preset, { port: far, by: 'tunnel', created })];
}

function usesTunnel(side: LinkSide, preset: Preset): boolean {
  return preset.tunnels && isBehindTunnel(side.at);
}

/** True for an end that has a tunnel where the rule set has any. */
export function isBehindTunnel({ device }: DeviceEnd): boolean {
  return device?.kind === 'router';
}

function exhausted(link: Link, end: 'a' | 'b', hypervisor: Hypervisor, preset: Preset): FailStep {
  const { first, last } = preset.pool;
  const isBackwards = first > last;
  const why = `no free port left in ${first}–${last} on ${hypervisor.host}${isBackwards ? ', a range that ends before it begins' : ''}`;
  return { type: 'fail', link, end, hypervisor, cause: isBackwards ? 'backwards-range' : 'exhausted', why };
}

function give(
  { link, end, hypervisor }: LinkSide,
  { pool }: Preset,
  { port, by, created = NOTHING_CREATED }: { port: number; by: StepRule; created?: readonly Nio[] },
): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: pool.first, port, by, created };
}
