import { isLoopback, isWildcard, type Machines } from '../address/host.ts';
import { familyOf } from '../address/ip-address.ts';
import { type Route, type RouteEnds, routeTo, type Sources } from '../address/socket-pair.ts';
import { NIO_FLAG, type NioTable } from '../allocation/nio-table.ts';
import type { Hypervisor, OperatingSystem } from '../lab/lab.ts';
import { FIT, type Fit, fitOf, mayBeLoopback } from './fit.ts';
import { FAMILY } from './pair-rules.ts';

/** Stands for no route. */
export const NO_ROUTE = -1;

/**
 * Every way from a host to a host that occurs, by number, with its machines and addresses by number too: a
 * million sockets share a few of them, and comparing numbers is what makes delivery fast.
 */
export class RouteTable {
  /** True if there is a route whose addresses nobody knows. */
  hasOpenNames = false;
  /** True if there is a route on which no socket can be connected. */
  hasRefusals = false;
  private readonly machines: Machines;
  private readonly sources: Sources | undefined;
  private readonly system: OperatingSystem;
  private readonly routes: Route[] = [];
  private readonly routeIndexes = new Map<string, number>();
  private readonly machineIndexes = new Map<string, number>();
  private readonly addressIndexes = new Map<string, number>();
  private readonly senders: number[] = [];
  private readonly receivers: number[] = [];
  private readonly localAddresses: number[] = [];
  private readonly remoteAddresses: number[] = [];
  private readonly isOpen: boolean[] = [];
  private readonly families: number[] = [];
  private readonly unsure: boolean[] = [];
  private readonly ends: RouteEnds[] = [];

  constructor(machines: Machines, sources: Sources | undefined, system: OperatingSystem) {
    this.machines = machines;
    this.sources = sources;
    this.system = system;
  }

  /** A function from the index of a NIO in `nios` to the number of its route. */
  forTable(nios: NioTable): (index: number) => number {
    const width = nios.remoteHosts.length;
    const known = cellsFor(nios.hypervisors.length * width * 2);
    return (index) => {
      const hypervisor = nios.hypervisor[index] ?? 0;
      const remoteHost = nios.remoteHost[index] ?? 0;
      const isBound = ((nios.flags[index] ?? 0) & NIO_FLAG.boundToHost) !== 0;
      const cell = (hypervisor * width + remoteHost) * 2 + Number(isBound);
      let route = known.get(cell);
      if (route === undefined) {
        const from = nios.hypervisors[hypervisor] as Hypervisor;
        route = this.number(from, nios.remoteHosts[remoteHost] ?? '', isBound);
        known.set(cell, route);
      }
      return route;
    };
  }

  route(index: number): Route {
    return this.routes[index] as Route;
  }

  machineName(index: number): string {
    return this.machines.machineOf(this.ends[index]?.host ?? '');
  }

  /** The number of the machine that sends. */
  sender(route: number): number {
    return this.senders[route] ?? -1;
  }

  /** The number of the machine that receives. */
  receiver(route: number): number {
    return this.receivers[route] ?? -1;
  }

  localAddress(route: number): number {
    return this.localAddresses[route] ?? -1;
  }

  remoteAddress(route: number): number {
    return this.remoteAddresses[route] ?? -1;
  }

  /** One of `FAMILY`. */
  family(route: number): number {
    return this.families[route] ?? FAMILY.open;
  }

  /** True if it is not established what this system makes of the address. */
  isUnsure(route: number): boolean {
    return this.unsure[route] === true;
  }

  /** True if the sockets are of family 6 and carry IPv4. */
  isMapped(route: number): boolean {
    return this.route(route).isMapped === true;
  }

  /** True if the addresses of this route may be that which a loopback name stands for. */
  mayBeLoopback(route: number): boolean {
    return mayBeLoopback(this.route(route));
  }

  /**
   * The route to the next address of the same name, which Dynamips tries if bind or connect fails towards
   * this one; `NO_ROUTE` if there is none. Where nobody has asked for `localhost` it is ::1, then 127.0.0.1.
   */
  alternative(route: number): number {
    const ends = this.ends[route];
    if (ends === undefined) return NO_ROUTE;
    const { openName } = this.route(route);
    if (openName !== undefined) {
      const isOwn = isLoopback(openName);
      return isOwn ? this.add({ ...ends, remoteHost: '127.0.0.1', skipped: 0 }, this.sources) : NO_ROUTE;
    }
    const next = this.add({ ...ends, skipped: (ends.skipped ?? 0) + 1 }, this.sources);
    return this.route(next).refusal === undefined ? next : NO_ROUTE;
  }

  /** Whether what is sent on `there` has the addresses of a socket on `back`, the other way round. */
  fit(there: number, back: number): Fit {
    if (this.hasOpenNames && (this.isOpen[there] || this.isOpen[back]))
      return fitOf(this.route(there), this.route(back));
    const isTurned =
      this.remoteAddresses[back] === this.localAddresses[there] &&
      this.localAddresses[back] === this.remoteAddresses[there];
    return isTurned ? FIT.yes : FIT.no;
  }

  private number({ host, picksAddress }: Hypervisor, remoteHost: string, isBound: boolean): number {
    // A socket that is bound to one address sends from that one, whatever the kernel would choose.
    return this.add({ host, remoteHost, takesIpv4: picksAddress }, isBound ? undefined : this.sources);
  }

  private add(ends: RouteEnds, sources: Sources | undefined): number {
    const { host, remoteHost, takesIpv4, skipped } = ends;
    const key = `${host} ${remoteHost} ${takesIpv4 === true} ${sources === undefined} ${skipped ?? 0}`;
    let index = this.routeIndexes.get(key);
    if (index === undefined) {
      const route = routeTo(ends, this.machines, sources);
      index = this.routes.push(route) - 1;
      this.routeIndexes.set(key, index);
      this.ends.push(ends);
      this.senders.push(numberOf(this.machineIndexes, this.machines.machineOf(host)));
      this.receivers.push(numberOf(this.machineIndexes, route.machine));
      this.localAddresses.push(numberOf(this.addressIndexes, route.localAddress));
      this.remoteAddresses.push(numberOf(this.addressIndexes, route.remoteAddress));
      this.isOpen.push(route.openName !== undefined);
      this.families.push(familyOfRoute(route));
      this.unsure.push(isUnsure(route, remoteHost, this.system));
      this.hasOpenNames ||= route.openName !== undefined;
      if (skipped === undefined) this.hasRefusals ||= route.refusal !== undefined;
    }
    return index;
  }
}

/** Routes by hypervisor and host. */
interface Cells {
  get(cell: number): number | undefined;
  set(cell: number, route: number): void;
}

/**
 * An array answers a million NIOs faster than a map does; of a lab with a hypervisor on each of very many
 * hosts hardly any cell is used, and there are the square of them.
 */
const MOST_CELLS = 1_000_000;

function cellsFor(count: number): Cells {
  if (count > MOST_CELLS) return new Map<number, number>();
  // 0 stands for what is not known yet.
  const cells = new Int32Array(count);
  return {
    get: (cell) => {
      const number = cells[cell] ?? 0;
      return number === 0 ? undefined : number - 1;
    },
    set: (cell, route) => {
      cells[cell] = route + 1;
    },
  };
}

/** A mapped address is one of IPv4. */
function familyOfRoute({ openName, remoteAddress }: Route): number {
  if (openName !== undefined) return FAMILY.open;
  return familyOf(remoteAddress) === 6 ? FAMILY.ipv6 : FAMILY.ipv4;
}

/**
 * Addresses whose treatment was seen on Linux only: 127.0.0.2 and the like, a broadcast address, and on macOS
 * 0.0.0.0, which becomes the first address of the host (docs/FACTS.md, "macOS sockets", "Windows sockets").
 */
function isUnsure({ refusal, remoteAddress }: Route, remoteHost: string, system: OperatingSystem): boolean {
  if (system === 'linux') return false;
  if (refusal === 'no-connection') return true;
  if (isWildcard(remoteHost)) return system === 'darwin' && familyOf(remoteAddress) === 4;
  return familyOf(remoteAddress) === 4 && isLoopback(remoteAddress) && remoteAddress !== '127.0.0.1';
}

function numberOf(indexes: Map<string, number>, name: string): number {
  const index = indexes.get(name) ?? indexes.size;
  indexes.set(name, index);
  return index;
}
