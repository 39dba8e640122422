/** Addresses from the kernel's bytes, in the one spelling in which they are compared. */

/** `::ffff:127.0.0.1` is 127.0.0.1: a socket of family 6 talks to IPv4 under such a name. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address.toLowerCase();
}

/** Text of 4 or 16 bytes in network order. */
export function addressOf(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join('.') : ipv6Text(bytes);
}

/** As RFC 5952 and inet_ntop write it: lower case, the longest row of zeros left out. */
function ipv6Text(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return bytes.slice(12).join('.');
  const gap = longestZeros(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (gap === undefined) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`;
}

/** A single zero is written out. */
function longestZeros(groups: readonly number[]): { start: number; length: number } | undefined {
  let best = { start: 0, length: 1 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best.length > 1 ? best : undefined;
}

/** More addresses than this are no lab, and are computed each time. */
const MAX_REMEMBERED = 1024;

/** Remembers what was computed: nearly all rows of a lab have one of a few addresses. */
export function remembering(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size < MAX_REMEMBERED) known.set(text, result);
    }
    return result;
  };
}
