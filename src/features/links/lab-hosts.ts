import { meansThisMachine, normalizeHost } from '../../core/address/host.ts';
import { numericAddress } from '../../core/address/ip-address.ts';
import { type Unanswered, unansweredNamesText } from '../../core/address/unanswered.ts';
import type { Allocation } from '../../core/allocation/allocation.ts';
import { nioHostsOf } from '../../core/lab/hosts.ts';
import type { HostView } from '../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';

/** A host that a lab names, as it was looked up. */
export interface NamedHost {
  /** Empty if the name has none, or nobody has said whether it has one. */
  readonly addresses: readonly string[];
  readonly unanswered?: Unanswered | undefined;
  readonly isThisHost: boolean;
}

/** The hosts that labs name, by their names as `normalizeHost` writes them. */
export type NamedHosts = ReadonlyMap<string, NamedHost>;

/** What is known about the hosts of a lab: names → addresses, and names → the sockets that were read. */
export interface LabHosts {
  /** The addresses of a host as the lab names it; empty if it has none, undefined if nobody has said. */
  addressesOf(host: string): readonly string[] | undefined;
  /** True for a name that was looked up here, and has no address. */
  isUnresolvable(host: string): boolean;
  /** The host as it was read; undefined if it was not. */
  viewOf(host: string): HostView | undefined;
}

/**
 * Every host that the labs name, as `normalizeHost` writes it: those of the hypervisors, and those that NIOs
 * send to.
 */
export function hostsNamedIn(allocations: readonly Allocation[]): Set<string> {
  return new Set(
    allocations.flatMap(({ hypervisors, lab }) => [
      ...hypervisors.map(({ host }) => normalizeHost(host)),
      ...nioHostsOf(lab),
    ]),
  );
}

/**
 * Finds the hosts of labs among those that were read, once for each name: every link asks for two of them
 * again and again.
 */
export function labHosts(named: NamedHosts, hosts: ReadHosts): LabHosts {
  const known = new Map<string, KnownHost>();
  const of = (host: string): KnownHost => {
    let found = known.get(host);
    if (found === undefined) {
      found = knownHost(host, named, hosts);
      known.set(host, found);
    }
    return found;
  };
  return {
    addressesOf: (host) => of(host).addresses,
    isUnresolvable: (host) => {
      const found = named.get(normalizeHost(host));
      return found?.addresses.length === 0 && found.unanswered === undefined;
    },
    viewOf: (host) => of(host).view,
  };
}

interface KnownHost {
  readonly view: HostView | undefined;
  readonly addresses: readonly string[] | undefined;
}

function knownHost(host: string, named: NamedHosts, hosts: ReadHosts): KnownHost {
  const { addresses, unanswered, isThisHost }: NamedHost = named.get(normalizeHost(host)) ?? notLookedUp(host);
  const view = isThisHost ? hosts.here : otherView(host, addresses, hosts);
  if (view === undefined && unanswered !== undefined) return { view, addresses: undefined };
  // A literal address is that address alone, also on a host with others; a name may be known to ssh only.
  const literal = numericAddress(normalizeHost(host));
  return { view, addresses: literal === undefined ? [...addresses, ...(view?.table.addresses ?? [])] : [literal] };
}

function notLookedUp(host: string): NamedHost {
  return { addresses: [], isThisHost: meansThisMachine(host) };
}

/** The host that was read over ssh for a name of the lab: by its name, or by one of its addresses. */
function otherView(host: string, addresses: readonly string[], hosts: ReadHosts): HostView | undefined {
  const owners = new Set(addresses.map((address) => hosts.ownerOf(address)).filter((view) => view !== undefined));
  const [owner] = owners;
  return hosts.otherNamed(host) ?? (owners.size < 2 ? owner : hosts.views.find((view) => owners.has(view)));
}

/** What the resolver of this host has left open, in a sentence; nothing if it has answered. */
export function namesNotAnswered(named: NamedHosts): string[] {
  const open = new Map(
    [...named].flatMap(([host, { unanswered }]) => (unanswered ? [[host, unanswered] as const] : [])),
  );
  return [unansweredNamesText(open) ?? []].flat();
}
