import {
  canonicalHost,
  isLoopback,
  isWildcard,
  type Machines,
  normalizeHost,
  OWN_ADDRESS,
  THIS_MACHINE,
} from './host.ts';
import { familyOf, isMapped, parseIp } from './ip-address.ts';

const LOOPBACK_V4 = '127.0.0.1';
const LOOPBACK_V6 = '::1';

/**
 * Destination address → the source address that the kernel of this host gives to a socket which is connected
 * to it; null where connect() is refused. Addresses are as `numericAddress` writes them. What is not there
 * was not asked.
 */
export type Sources = ReadonlyMap<string, string | null>;

/** Why there is no socket towards a host: it has no address, or connect() is refused for each of them. */
export type Refusal = 'no-address' | 'no-connection';

/** Where a datagram to a host really goes, seen from one machine. */
export interface Route {
  /** The machine that receives it. */
  readonly machine: string;
  /** The address that it is sent to; the name as it is written where nobody knows its address. */
  readonly remoteAddress: string;
  /** The address that the kernel gives it as its source, and the connected socket as its local address. */
  readonly localAddress: string;
  /** The name whose address nobody knows, so that the family of the socket is not known either. */
  readonly openName?: string;
  /** True for a socket of family 6 that carries IPv4. */
  readonly isMapped?: true;
  readonly refusal?: Refusal;
}

/** The two hosts of a route, as the lab writes them. */
export interface RouteEnds {
  readonly host: string;
  readonly remoteHost: string;
  /**
   * True if the sender has names turned into addresses before the NIO is made, as a GNS3 server does with
   * gethostbyname: they are IPv4.
   */
  readonly takesIpv4?: boolean | undefined;
  /** How many answers of the resolver are passed over, because the sockets towards them were refused. */
  readonly skipped?: number | undefined;
}

/**
 * The route that Linux takes from a hypervisor on `host` to `remoteHost`, and the socket that Dynamips makes
 * for it: of the answers of the resolver the first to which connect() succeeds (docs/FACTS.md, "Addresses and
 * names"). A loopback name means the sending machine itself, wherever it was written, and so does 0.0.0.0.
 * The source address is the kernel's where `sources` has it. Else a socket to 127.0.0.0/8 is taken to have
 * 127.0.0.1, one to an own address that same address, one to another machine the address that its own host
 * stands for.
 */
export function routeTo(ends: RouteEnds, machines: Machines, sources: Sources = new Map()): Route {
  const { host, remoteHost, takesIpv4, skipped = 0 } = ends;
  const here = machines.machineOf(host);
  const machine = machines.destinationOf(host, remoteHost);
  const found = machines.answersOn(here, remoteHost);
  if (found === undefined) return routeToName(ends, machines);
  const ofIpv4 = takesIpv4 ? found.filter((answer) => familyOf(answer) === 4) : [];
  const answers = ofIpv4.length > 0 ? ofIpv4 : found;
  const known = here === THIS_MACHINE ? sources : new Map<string, null>();
  const address = answers.filter((answer) => known.get(answer) !== null && !isBroadcast(answer))[skipped];
  if (address === undefined) {
    const [first = canonicalHost(remoteHost)] = answers;
    const refusal = answers.length === 0 ? 'no-address' : 'no-connection';
    return { machine, remoteAddress: first, localAddress: OWN_ADDRESS, refusal };
  }
  const isOwn = isLoopback(address) || isWildcard(address);
  const remoteAddress = isWildcard(address) ? loopbackOf(address) : address;
  const source = known.get(address) ?? (isOwn ? loopbackOf(address) : undefined);
  const route: Route = {
    machine: isOwn ? here : machine,
    remoteAddress,
    localAddress: source ?? (machine === here ? address : ownAddress(host, familyOf(address), machines)),
  };
  return isMappedLiteral(remoteHost) ? { ...route, isMapped: true } : route;
}

/** A route whose addresses nobody knows: names stand for them, and two sockets of one name meet. */
function routeToName({ host, remoteHost, takesIpv4, skipped = 0 }: RouteEnds, machines: Machines): Route {
  const machine = machines.destinationOf(host, remoteHost);
  const name = canonicalHost(remoteHost);
  const isOwn = machine === machines.machineOf(host);
  const localAddress = isOwn ? name : ownAddress(host, undefined, machines);
  const route = { machine, remoteAddress: name, localAddress };
  if (!takesIpv4 && name !== OWN_ADDRESS) return { ...route, openName: name };
  // A server picks one address: there is no other one to be tried after it.
  return skipped > 0 ? { ...route, refusal: 'no-connection' } : route;
}

/** Dynamips does not set SO_BROADCAST, without which connect() fails (seen on Linux 6.18). */
function isBroadcast(address: string): boolean {
  return address === '255.255.255.255' || address === '127.255.255.255';
}

function isMappedLiteral(host: string): boolean {
  const groups = parseIp(normalizeHost(host));
  return groups !== undefined && isMapped(groups);
}

function loopbackOf(address: string): string {
  return familyOf(address) === 6 ? LOOPBACK_V6 : LOOPBACK_V4;
}

/** The address by which other machines know a host, of this family; its name where nobody knows one. */
function ownAddress(host: string, family: 4 | 6 | undefined, machines: Machines): string {
  const name = canonicalHost(host);
  if (isLoopback(name) || isWildcard(name)) return OWN_ADDRESS;
  const answers = machines.answersOn(machines.machineOf(host), host);
  if (answers === undefined) return name;
  const address = family === undefined ? answers[0] : answers.find((answer) => familyOf(answer) === family);
  return address === undefined || isLoopback(address) || isWildcard(address) ? OWN_ADDRESS : address;
}
