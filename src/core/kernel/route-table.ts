import type { Machines } from '../address/host.ts';
import { type Route, routeTo, type Sources } from '../address/socket-pair.ts';
import { NIO_FLAG, type NioTable } from '../allocation/nio-table.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { FIT, type Fit, fitOf } from './fit.ts';

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
  private readonly routes: Route[] = [];
  private readonly routeIndexes = new Map<string, number>();
  private readonly machineIndexes = new Map<string, number>();
  private readonly addressIndexes = new Map<string, number>();
  private readonly senders: number[] = [];
  private readonly receivers: number[] = [];
  private readonly localAddresses: number[] = [];
  private readonly remoteAddresses: number[] = [];
  private readonly isOpen: boolean[] = [];

  constructor(machines: Machines, sources: Sources | undefined) {
    this.machines = machines;
    this.sources = sources;
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
    return this.machines.machineOf(this.hostOf[index] ?? '');
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

  /** Whether what is sent on `there` has the addresses of a socket on `back`, the other way round. */
  fit(there: number, back: number): Fit {
    if (this.hasOpenNames && (this.isOpen[there] || this.isOpen[back]))
      return fitOf(this.route(there), this.route(back));
    const isTurned =
      this.remoteAddresses[back] === this.localAddresses[there] &&
      this.localAddresses[back] === this.remoteAddresses[there];
    return isTurned ? FIT.yes : FIT.no;
  }

  private readonly hostOf: string[] = [];

  private number({ host, picksAddress }: Hypervisor, remoteHost: string, isBound: boolean): number {
    const key = `${host} ${remoteHost} ${picksAddress === true} ${isBound}`;
    let index = this.routeIndexes.get(key);
    if (index === undefined) {
      // A socket that is bound to one address sends from that one, whatever the kernel would choose.
      const sources = isBound ? undefined : this.sources;
      const route = routeTo({ host, remoteHost, takesIpv4: picksAddress }, this.machines, sources);
      index = this.routes.push(route) - 1;
      this.routeIndexes.set(key, index);
      this.hostOf.push(host);
      this.senders.push(numberOf(this.machineIndexes, this.machines.machineOf(host)));
      this.receivers.push(numberOf(this.machineIndexes, route.machine));
      this.localAddresses.push(numberOf(this.addressIndexes, route.localAddress));
      this.remoteAddresses.push(numberOf(this.addressIndexes, route.remoteAddress));
      this.isOpen.push(route.openName !== undefined);
      this.hasOpenNames ||= route.openName !== undefined;
      this.hasRefusals ||= route.refusal !== undefined;
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

function numberOf(indexes: Map<string, number>, name: string): number {
  const index = indexes.get(name) ?? indexes.size;
  indexes.set(name, index);
  return index;
}
