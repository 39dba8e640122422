import { type AddressGroups, formatIp, parseIp } from './ip-address.ts';

/** The addresses that begin with the same bits. */
export interface NetworkBits {
  readonly groups: AddressGroups;
  /** How many bits of `groups` count. */
  readonly prefixLength: number;
}

/** An address, or a network of them, in the one spelling that every firewall takes. */
export interface Network {
  /** Without host bits; an address alone has no prefix behind it. */
  readonly text: string;
  readonly family: 4 | 6;
  /** Bits that are fixed. */
  readonly prefix: number;
}

/**
 * Reads an IPv4 or IPv6 address, or a network in CIDR notation; bits behind the prefix are dropped. Undefined
 * for everything else: names, zones (`%eth0`), octets with leading zeros, which some programs read as octal,
 * and IPv6 that ends in IPv4.
 */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const groups = /:.*\./.test(address) ? undefined : parseIp(address);
  if (groups === undefined) return undefined;
  const width = groups.length * 16;
  const prefix = bits === undefined ? width : Number(bits);
  if (prefix > width) return undefined;
  const masked = groups.map((group, index) => {
    const free = 16 - fixedBits(prefix, index);
    return (group >> free) << free;
  });
  const name = formatIp(masked);
  return { text: prefix === width ? name : `${name}/${prefix}`, family: groups.length === 2 ? 4 : 6, prefix };
}

/** True for an address of the network; one of the other family never is. */
export function isInNetwork(address: AddressGroups, { groups, prefixLength }: NetworkBits): boolean {
  if (address.length !== groups.length) return false;
  return groups.every(
    (wanted, index) => ((address[index] ?? 0) ^ wanted) >> (16 - fixedBits(prefixLength, index)) === 0,
  );
}

/** How many bits of a group are within the prefix. */
function fixedBits(prefix: number, index: number): number {
  return Math.min(16, Math.max(0, prefix - 16 * index));
}
