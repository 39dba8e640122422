import { isLoopback } from '../../core/address/host.ts';
import type { ObservedHypervisor, SharedPort } from './observed.ts';

/** One console or AUX port of a router, and where it is. */
interface PortOwner {
  readonly name: string;
  readonly target: string;
}

interface OwnedPort {
  readonly port: number;
  readonly routers: PortOwner[];
  readonly answersAs: string | undefined;
}

/**
 * The console ports that more than one router has, by the name of each hypervisor that has one of these
 * routers.
 */
export function sharedPorts(hypervisors: readonly ObservedHypervisor[]): ReadonlyMap<string, readonly SharedPort[]> {
  const shared = new Map<string, SharedPort[]>();
  for (const { port, routers, answersAs } of consoleOwners(hypervisors)) {
    const [first] = routers;
    if (first === undefined || routers.length < 2) continue;
    const names = routers.map(({ name, target }) => (target === first.target ? name : `${name} (${target})`));
    for (const target of new Set(routers.map((router) => router.target))) {
      const isReportedHere = target === first.target;
      shared.set(target, [...(shared.get(target) ?? []), { port, routers: names, isReportedHere, answersAs }]);
    }
  }
  return shared;
}

/** Who has each console port of each host; all loopback addresses are one host. */
function consoleOwners(hypervisors: readonly ObservedHypervisor[]): OwnedPort[] {
  const owners = new Map<string, OwnedPort>();
  // One hypervisor may be named twice, as localhost and by its address.
  const seen = new Set<string>();
  for (const { target, address = '', consoles } of hypervisors) {
    const host = isLoopback(address) ? '' : address;
    for (const { vm, type, port, answersAs } of consoles) {
      const router = `${host} ${target.port} ${type} ${vm}`;
      if (seen.has(router)) continue;
      seen.add(router);
      const owner = owners.get(`${host} ${port}`) ?? { port, routers: [], answersAs };
      owners.set(`${host} ${port}`, owner);
      owner.routers.push({ name: type === 'aux' ? `${vm} (AUX)` : vm, target: target.name });
    }
  }
  return [...owners.values()];
}
