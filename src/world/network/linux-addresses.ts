import { addressOfBytes } from '../../core/address/ip-address.ts';

/** /proc/net/fib_trie names a local address on one line and says on the next that it is one. */
export function ipv4Addresses(lines: readonly string[]): string[] {
  const found = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const address = /\|-- (\d+\.\d+\.\d+\.\d+)\s*$/.exec(line)?.[1];
    if (address !== undefined && /\/32 host LOCAL/.test(lines[index + 1] ?? '')) found.add(address);
  }
  return [...found];
}

/** /proc/net/if_inet6 has thirty-two hex digits in network order at the beginning of each line. */
export function ipv6Addresses(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const hex = /^([0-9a-f]{32}) /.exec(line)?.[1];
    return hex === undefined ? [] : [addressOfBytes(Buffer.from(hex, 'hex'))];
  });
}
