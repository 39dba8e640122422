import type { Hypervisor, Lab, Link, PortRange } from '../lab/lab.ts';
import { type Allocator, type Placement, placeAsRecorded, remoteHosts } from './allocator.ts';
import { consolesFromPool } from './consoles.ts';
import { type LinkSide, linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import type { HostPools } from './port-pool.ts';
import { type FailStep, type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

/** The range that GNS3 1.0 to 1.2 asked for (docs/FACTS.md, "Ports by Dynamips itself"). */
const RANGE: PortRange = { first: 10_001, last: 20_000 };
const FIRST_CONSOLE = 2001;

/**
 * GNS3 1.0 to 1.2: Dynamips itself binds the first free port. `create_udp_auto` binds without SO_REUSEADDR in
 * every generation (dynamips `common/net.c`, `ip_socket_bind`), so that it never takes a port that is in use
 * on the host.
 */
export const udpAuto: Allocator = {
  name: 'udp-auto',
  title: 'GNS3 1.0 to 1.2: Dynamips binds the first free port of 10001–20000',
  source: 'dynamips README.hypervisor (nio create_udp_auto), common/net.c',
  countsUp: false,
  pool: RANGE,
  place: placeAsRecorded,
  consoles: (lab, placement, pools) => consolesFromPool(lab, placement, pools, FIRST_CONSOLE),
  steps: autoSteps,
};

function autoSteps(lab: Lab, placement: Placement, pools: HostPools): Generator<Step, void, undefined> {
  /** Explicit NIOs that got the port they wanted. */
  const holders = new Set<Nio>();
  const connect = (placed: PlacedLink): Step[] => connectFromPools(placed, pools);
  return linkSteps(lab, placement, {
    connect,
    counterOf: () => RANGE.first,
    // Dynamips tries to bind, and so finds ports taken that nobody told it of.
    notice: (nio) => {
      if (pools.of(nio.hypervisor).occupy(nio.localPort)) holders.add(nio);
    },
    giveBack: (nio) => {
      const isTaken = !nio.explicit || holders.delete(nio);
      if (isTaken) pools.of(nio.hypervisor).giveBack(nio.localPort);
      return isTaken;
    },
  });
}

function connectFromPools({ link, a, b, hypervisorA, hypervisorB }: PlacedLink, pools: HostPools): Step[] {
  const portA = pools.of(hypervisorA).take();
  if (portA === undefined) return [full(link, 'a', hypervisorA)];
  const portB = pools.of(hypervisorB).take();
  if (portB === undefined) {
    pools.of(hypervisorA).giveBack(portA);
    return [full(link, 'b', hypervisorB)];
  }
  const { hostOfA, hostOfB } = remoteHosts(hypervisorA, hypervisorB);
  const endA = { link, end: 'a' as const, at: a, hypervisor: hypervisorA };
  const endB = { link, end: 'b' as const, at: b, hypervisor: hypervisorB };
  const sideA: LinkSide = { ...endA, localPort: portA, remoteHost: hostOfB, remotePort: portB };
  const sideB: LinkSide = { ...endB, localPort: portB, remoteHost: hostOfA, remotePort: portA };
  const created = [sideA, sideB].map((side): Nio => ({ ...nioAt(side), boundTo: 'host' }));
  return [give(sideA, NOTHING_CREATED), give(sideB, created)];
}

function give({ link, end, hypervisor, localPort: port }: LinkSide, created: readonly Nio[]): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: RANGE.first, port, by: 'first free', created };
}

function full(link: Link, end: 'a' | 'b', hypervisor: Hypervisor): FailStep {
  const why = `206-unable to create UDP Auto NIO: no free port left in ${RANGE.first}–${RANGE.last} on ${hypervisor.host}`;
  return { type: 'fail', link, end, hypervisor, cause: 'exhausted', why };
}
