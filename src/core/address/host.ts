/** Names of hosts: which of them mean the machine itself. No look-up is done here. */
import { type AddressGroups, familyOf, isMapped, numericAddress, parseIp } from './ip-address.ts';

const LOOPBACK_NAMES = new Set([
  'localhost',
  'localhost.localdomain',
  'localhost4',
  'localhost6',
  'ip6-localhost',
  'ip6-loopback',
]);

/**
 * The machine that a loopback name stands for when it is written in a lab file: the one that runs the lab.
 */
export const THIS_MACHINE = 'localhost';

/**
 * Stands for an address of this machine that others can reach and that no lab file says: a GNS3 server finds
 * one out when the link is made.
 */
export const OWN_ADDRESS = '?';

/** Lower case, without the brackets of an IPv6 literal or the dot at the end of a full domain name. */
export function normalizeHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const lower = bare.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/**
 * `localhost` and its aliases, 127.0.0.0/8, also in the short forms of inet_aton (`127.1`), and ::1 in any of
 * its spellings.
 */
export function isLoopback(host: string): boolean {
  const name = normalizeHost(host);
  if (LOOPBACK_NAMES.has(name)) return true;
  if (/^127(\.\d{1,3}){0,3}$/.test(name)) return true;
  const groups = ipv6Groups(name);
  if (groups === undefined) return false;
  if (name.includes('.')) return isMapped(groups) && (groups[6] ?? 0) >> 8 === 127;
  return groups[7] === 1 && groups.slice(0, 7).every((group) => group === 0);
}

/** The address that means "every address": a place to listen on, never one to send to. */
export function isWildcard(host: string): boolean {
  const name = normalizeHost(host);
  return name === '0.0.0.0' || name === '*' || (ipv6Groups(name)?.every((group) => group === 0) ?? false);
}

function ipv6Groups(name: string): AddressGroups | undefined {
  return familyOf(name) === 6 ? parseIp(name) : undefined;
}

/**
 * Addresses of host names: host → what the resolver answered, in its order. A name that was asked and has no
 * address has an empty list; one that nobody asked, or whose resolver did not answer, is not there.
 */
export type Addresses = ReadonlyMap<string, readonly string[]>;

/**
 * Says which machine a host name stands for. Loopback names and wildcards are this machine; other names are
 * machines of their own, unless `addresses` shows that they share an address, directly or through a third
 * name, or that one of them is this machine. A machine is named after the first of its names in `addresses`;
 * this machine is `localhost`.
 */
export class Machines {
  private readonly machineOfHost = new Map<string, string>();
  private readonly addresses: Addresses;
  /** Name or address → machine, for everything that `addresses` speaks of. */
  private readonly machineOfName = new Map<string, string>();
  /** Machine that was joined with another → that one. */
  private readonly becameMachine = new Map<string, string>();

  constructor(addresses: Addresses = new Map()) {
    this.addresses = addresses;
    for (const [host, found] of addresses) this.join([host, ...found].map(canonicalHost));
  }

  machineOf(host: string): string {
    let machine = this.machineOfHost.get(host);
    if (host === OWN_ADDRESS) return THIS_MACHINE;
    if (machine === undefined) {
      const name = canonicalHost(host);
      machine = meansThisMachine(name) ? THIS_MACHINE : (this.joined(name) ?? name);
      this.machineOfHost.set(host, machine);
    }
    return machine;
  }

  /**
   * The machine that `remoteHost` means to a hypervisor on `host`: a loopback name means the machine that
   * uses it.
   */
  destinationOf(host: string, remoteHost: string): string {
    return meansThisMachine(normalizeHost(remoteHost)) ? this.machineOf(host) : this.machineOf(remoteHost);
  }

  /**
   * What the resolver of a machine answers for a host, in its order, addresses as `numericAddress` writes
   * them; empty if it has no address. Undefined if nobody knows. Names were asked for on this machine, and a
   * loopback name may mean another address elsewhere.
   */
  answersOn(machine: string, host: string): readonly string[] | undefined {
    const name = canonicalHost(host);
    if (numericAddress(name) !== undefined) return [name];
    if (LOOPBACK_NAMES.has(name) && machine !== THIS_MACHINE) return undefined;
    const found = this.addresses.get(name)?.map(canonicalHost);
    return found ?? (hasNeverAnAddress(name) ? [] : undefined);
  }

  /** Makes one machine of all these names, and of those that any of them was joined with before. */
  private join(names: readonly string[]): void {
    const known = names
      .map((name) => (meansThisMachine(name) ? THIS_MACHINE : this.joined(name)))
      .filter((machine) => machine !== undefined);
    const machine = known.includes(THIS_MACHINE) ? THIS_MACHINE : (known[0] ?? (names[0] as string));
    for (const other of known) if (other !== machine) this.becameMachine.set(other, machine);
    for (const name of names) this.machineOfName.set(name, machine);
  }

  /** The machine of a name that `addresses` speaks of. */
  private joined(name: string): string | undefined {
    let machine = this.machineOfName.get(name);
    if (machine === undefined) return undefined;
    // Each step halves the way for those who come later: very many names may become one machine one by one.
    for (let next = this.becameMachine.get(machine); next !== undefined; next = this.becameMachine.get(machine)) {
      const farther = this.becameMachine.get(next);
      if (farther !== undefined) this.becameMachine.set(machine, farther);
      machine = next;
    }
    return machine;
  }
}

/** An address as `numericAddress` writes it, or a name in lower case. */
export function canonicalHost(host: string): string {
  const name = normalizeHost(host);
  return numericAddress(name) ?? name;
}

/** Names below `invalid` are in no DNS (RFC 6761, section 6.4). */
function hasNeverAnAddress(name: string): boolean {
  return name === 'invalid' || name.endsWith('.invalid');
}

/** True for a loopback name and for a wildcard, which mean the machine that they are written on. */
export function meansThisMachine(host: string): boolean {
  return isLoopback(host) || isWildcard(host);
}
