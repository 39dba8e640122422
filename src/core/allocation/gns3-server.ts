import type { AllocatorName, Hypervisor, Lab, Link, PortRange, ServerRanges } from '../lab/lab.ts';
import { type Allocator, type Placement, placeAsRecorded, remoteHosts } from './allocator.ts';
import { consolesFromPool } from './consoles.ts';
import { type LinkSide, linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import type { HostPools } from './port-pool.ts';
import { type FailStep, type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

const WHY_LOWEST = 'the lowest port of the host that is neither handed out nor in use';
const WHY_TUNNEL = 'the lowest free port of the host, for the tunnel between the router and its uBridge';

interface Preset {
  readonly name: AllocatorName;
  readonly title: string;
  readonly pool: PortRange;
  readonly firstConsole: number;
  /**
   * True if the versions of the preset differ in their first console: that of the lab's version counts, if it
   * is known.
   */
  readonly variesInConsoles: boolean;
  /** Since GNS3 2.1 a router's port goes through uBridge, which costs two more ports of the host. */
  readonly tunnels: boolean;
}

/**
 * GNS3 1.3 and later: one pool of UDP ports per compute, shared by all its hypervisors; ports given back are
 * reused (docs/FACTS.md, "Ports by a GNS3 server"; gns3-server `port_manager.py`, `nio_udp.py`). A port that
 * a lab's file writes out is not known to the pool.
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
  // UDP 10000–20000; consoles 2000–5000 (gns3-server 1.3 `modules/port_manager.py`), from 1.5 on 5000–10000
  // (docs/FACTS.md, "Ports by a GNS3 server").
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
    variesInConsoles: false,
    tunnels: true,
  },
  {
    name: 'gns3-server-2.2.3',
    title: 'GNS3 server 2.2.3 and later: one pool per host, 20000–30000, two more ports per router end',
    pool: { first: 20_000, last: 30_000 },
    firstConsole: 5000,
    variesInConsoles: false,
    tunnels: true,
  },
  {
    name: 'gns3-server-3.0',
    title: 'GNS3 server 3.0: one pool per host, 10000–30000, two more ports per router end',
    pool: { first: 10_000, last: 30_000 },
    firstConsole: 5000,
    variesInConsoles: false,
    tunnels: true,
  },
];

/** The GNS3 servers, oldest first. A server opens projects of older ones, never of newer ones. */
export const GNS3_SERVERS: readonly Allocator[] = PRESETS.map(gns3Server);

/**
 * The same server with the ranges of its configuration file; undefined if `name` is no GNS3 server that reads
 * one.
 */
export function gns3ServerWith(name: AllocatorName, { udp, consoles }: ServerRanges): Allocator | undefined {
  const preset = PRESETS.find((one) => one.name === name);
  if (preset === undefined) return undefined;
  return gns3Server({
    ...preset,
    pool: { first: udp?.first ?? preset.pool.first, last: udp?.last ?? preset.pool.last },
    firstConsole: consoles?.first ?? preset.firstConsole,
    variesInConsoles: preset.variesInConsoles && consoles?.first === undefined,
  });
}

function firstConsoleOf({ firstConsole }: Lab, preset: Preset): number {
  return (preset.variesInConsoles ? firstConsole : undefined) ?? preset.firstConsole;
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
  const steps = sides.map((side) => give(side, preset, { port: side.localPort, why: WHY_LOWEST }));
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
  return [
    give(side, preset, { port: near, why: WHY_TUNNEL }),
    give(side, preset, { port: far, why: WHY_TUNNEL, created }),
  ];
}

function usesTunnel(side: LinkSide, preset: Preset): boolean {
  return preset.tunnels && side.at.device?.kind === 'router';
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
  { port, why, created = NOTHING_CREATED }: { port: number; why: string; created?: readonly Nio[] },
): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: pool.first, port, why, created };
}
