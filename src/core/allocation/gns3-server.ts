import type { AllocatorName, DeviceEnd, Hypervisor, Lab, Link, PortRange, ServerRanges } from '../lab/lab.ts';
import { type Allocator, type Placement, placeAsRecorded, remoteHosts } from './allocator.ts';
import { consolesFromPool } from './consoles.ts';
import { linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import type { HostPools } from './port-pool.ts';
import { type FailStep, type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

const WHY_LOWEST = 'the lowest port of the host that is neither handed out nor in use';
const WHY_TUNNEL = 'the lowest free port of the host, for the tunnel between the router and its uBridge';

interface Preset {
  readonly name: AllocatorName;
  readonly title: string;
  readonly pool: PortRange;
  readonly firstConsole: number;
  /** True if the versions of the preset differ in their first console: that of the lab's version counts, if it is known. */
  readonly variesInConsoles?: boolean;
  /** Since GNS3 2.1 a router's port goes through uBridge, which costs two more ports of the host. */
  readonly tunnels: boolean;
}

/**
 * GNS3 1.3 and later: one pool of UDP ports per compute, shared by all its hypervisors; ports given back are reused
 * (docs/FACTS.md, "Ports by a GNS3 server"; gns3-server `port_manager.py`, `nio_udp.py`). A port that a lab's file writes out is not known to the pool.
 */
function gns3Server(preset: Preset): Allocator {
  return {
    name: preset.name,
    title: preset.title,
    source: 'gns3-server compute/port_manager.py, compute/dynamips/nios/nio_udp.py, controller/udp_link.py',
    countsUp: false,
    pool: preset.pool,
    place: placeAsRecorded,
    consoles: (lab, placement, pools) => consolesFromPool(lab, placement, pools, firstConsoleOf(lab, preset)),
    steps: (lab, placement, pools) => poolSteps(lab, placement, pools, preset),
  };
}

const PRESETS: readonly Preset[] = [
  // UDP 10000–20000; consoles 2000–5000 (gns3-server 1.3 `modules/port_manager.py`), from 1.5 on 5000–10000 (docs/FACTS.md, "Ports by a GNS3 server").
  {
    name: 'gns3-server-1.3',
    title: 'GNS3 server 1.3 to 2.0: one pool per host, 10000–20000, one port per link end',
    pool: { first: 10_000, last: 20_000 },
    firstConsole: 2000,
    variesInConsoles: true,
    tunnels: false,
  },
  // The pool of the versions before, and the tunnels of those after.
  {
    name: 'gns3-server-2.1',
    title: 'GNS3 server 2.1 to 2.2.2: one pool per host, 10000–20000, two more ports per router end',
    pool: { first: 10_000, last: 20_000 },
    firstConsole: 5000,
    tunnels: true,
  },
  {
    name: 'gns3-server-2.2.3',
    title: 'GNS3 server 2.2.3 and later: one pool per host, 20000–30000, two more ports per router end',
    pool: { first: 20_000, last: 30_000 },
    firstConsole: 5000,
    tunnels: true,
  },
  {
    name: 'gns3-server-3.0',
    title: 'GNS3 server 3.0: one pool per host, 10000–30000, two more ports per router end',
    pool: { first: 10_000, last: 30_000 },
    firstConsole: 5000,
    tunnels: true,
  },
];

/** The GNS3 servers, oldest first. A server opens projects of older ones, never of newer ones. */
export const GNS3_SERVERS: readonly Allocator[] = PRESETS.map(gns3Server);

/** The same server with the ranges of its configuration file; undefined if `name` is no GNS3 server that reads one. */
export function gns3ServerWith(name: AllocatorName, { udp, consoles }: ServerRanges): Allocator | undefined {
  const preset = PRESETS.find((one) => one.name === name);
  if (preset === undefined) return undefined;
  return gns3Server({
    ...preset,
    pool: { first: udp?.first ?? preset.pool.first, last: udp?.last ?? preset.pool.last },
    ...(consoles?.first === undefined ? {} : { firstConsole: consoles.first, variesInConsoles: false }),
  });
}

function firstConsoleOf({ firstConsole }: Lab, preset: Preset): number {
  return (preset.variesInConsoles ? firstConsole : undefined) ?? preset.firstConsole;
}

/** One end of a link while it is made. */
interface Side {
  readonly end: 'a' | 'b';
  readonly at: DeviceEnd;
  readonly hypervisor: Hypervisor;
  readonly port: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

function poolSteps(lab: Lab, placement: Placement, pools: HostPools, preset: Preset): Generator<Step, void, undefined> {
  const connect = (placed: PlacedLink): Step[] => connectFromPools(placed, pools, preset);
  return linkSteps(lab, placement, {
    connect,
    counterOf: () => preset.pool.first,
    giveBack: (nio) => {
      if (!nio.explicit) pools.of(nio.hypervisor).giveBack(nio.localPort);
    },
  });
}

/** Both ends get their port before either NIO is created (gns3-server `controller/udp_link.py`); tunnels come with the NIO. */
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
  const sides: Side[] = [
    { end: 'a', at: a, hypervisor: hypervisorA, port: portA, remoteHost: hostOfB, remotePort: portB },
    { end: 'b', at: b, hypervisor: hypervisorB, port: portB, remoteHost: hostOfA, remotePort: portA },
  ];
  const steps: GiveStep[] = [
    give(link, 'a', hypervisorA, preset, portA, WHY_LOWEST, NOTHING_CREATED),
    give(link, 'b', hypervisorB, preset, portB, WHY_LOWEST, NOTHING_CREATED),
  ];
  // The NIOs of node a are created before those of node b; one without a tunnel comes with the step before it.
  for (const side of sides) {
    if (usesTunnel(side, preset)) {
      const tunnel = tunnelSteps(link, side, pools, preset);
      if (tunnel === undefined) return [...steps, exhausted(link, side.end, side.hypervisor, preset)];
      steps.push(...tunnel);
    } else {
      const last = steps.pop() as GiveStep;
      steps.push({ ...last, created: [...last.created, sideNio(link, side)] });
    }
  }
  return steps;
}

/** Undefined if the pool has no two ports left. */
function tunnelSteps(link: Link, side: Side, pools: HostPools, preset: Preset): GiveStep[] | undefined {
  const pool = pools.of(side.hypervisor);
  const near = pool.take();
  const far = pool.take();
  if (near === undefined || far === undefined) {
    if (near !== undefined) pool.giveBack(near);
    return undefined;
  }
  const created: Nio[] = [
    { ...sideNio(link, side), localPort: near, remoteHost: '127.0.0.1', remotePort: far, tunnel: true },
    {
      ...sideNio(link, side),
      localPort: far,
      remoteHost: '127.0.0.1',
      remotePort: near,
      tunnel: true,
      owner: 'ubridge',
    },
    { ...sideNio(link, side), owner: 'ubridge' },
  ];
  return [
    give(link, side.end, side.hypervisor, preset, near, WHY_TUNNEL, NOTHING_CREATED),
    give(link, side.end, side.hypervisor, preset, far, WHY_TUNNEL, created),
  ];
}

function usesTunnel(side: Side, preset: Preset): boolean {
  return preset.tunnels && side.at.device?.kind === 'router';
}

function exhausted(link: Link, end: 'a' | 'b', hypervisor: Hypervisor, preset: Preset): FailStep {
  const { first, last } = preset.pool;
  const isBackwards = first > last;
  const why = `no free port left in ${first}–${last} on ${hypervisor.host}${isBackwards ? ', a range that ends before it begins' : ''}`;
  return { type: 'fail', link, end, hypervisor, why };
}

function give(
  link: Link,
  end: 'a' | 'b',
  hypervisor: Hypervisor,
  preset: Preset,
  port: number,
  why: string,
  created: readonly Nio[],
): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: preset.pool.first, port, why, created };
}

function sideNio(link: Link, side: Side): Nio {
  return nioAt(link, side.end, side.at, side.hypervisor, side.port, side.remoteHost, side.remotePort);
}
