import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { ipv4Addresses, ipv6Addresses } from './linux-addresses.ts';

/** The addresses of this host's interfaces, the loopback among them. Node leaves out those without a carrier; Linux does not. */
export function ownAddresses(): string[] {
  const told = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => address),
  );
  return [
    ...new Set([
      ...told,
      ...ipv4Addresses(linesOf('/proc/net/fib_trie')),
      ...ipv6Addresses(linesOf('/proc/net/if_inet6')),
    ]),
  ];
}

/** None where there is no such file. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'latin1').split('\n');
  } catch {
    return [];
  }
}
