import { readFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { ipv4Addresses, ipv6Addresses } from './linux-addresses.ts';

/**
 * The addresses of this host's interfaces, the loopback among them. Node leaves out those without a carrier;
 * Linux does not.
 */
export function ownAddresses(): string[] {
  return [
    ...new Set([
      ...interfaceAddresses().map(({ address }) => address),
      ...ipv4Addresses(linesOf('/proc/net/fib_trie')),
      ...ipv6Addresses(linesOf('/proc/net/if_inet6')),
    ]),
  ];
}

/** An address of this host that others can use, IPv4 if there is one; undefined if it has none. */
export function outwardAddress(): string | undefined {
  // One of a link alone means nothing without the name that this host has for the link.
  const others = interfaceAddresses().filter((one) => !one.internal && !(one.family === 'IPv6' && one.scopeid !== 0));
  return (others.find(({ family }) => family === 'IPv4') ?? others[0])?.address;
}

function interfaceAddresses(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
}

/** None where there is no such file. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'latin1').split('\n');
  } catch {
    return [];
  }
}
