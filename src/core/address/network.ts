/** An address, or a network of them, in the one spelling that every firewall takes. */
export interface Network {
  /** Without host bits; an address alone has no prefix behind it. */
  readonly text: string;
  readonly family: 4 | 6;
  /** Bits that are fixed. */
  readonly prefix: number;
}

/**
 * Reads an IPv4 or IPv6 address, or a network in CIDR notation; bits behind the prefix are dropped. Undefined for everything
 * else: names, zones (`%eth0`), octets with leading zeros, which some programs read as octal, and IPv6 that ends in IPv4.
 */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', bits] = /^([0-9a-f.:]{2,39})(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const isSix = address.includes(':');
  const units = isSix ? sixUnits(address) : fourUnits(address);
  const width = isSix ? 16 : 8;
  const prefix = bits === undefined ? (isSix ? 128 : 32) : Number(bits);
  if (units === undefined || prefix > units.length * width) return undefined;
  const masked = units.map((unit, index) => {
    const free = Math.min(width, Math.max(0, (index + 1) * width - prefix));
    return (unit >> free) << free;
  });
  const name = isSix ? sixText(masked) : masked.join('.');
  const isHost = prefix === units.length * width;
  return { text: isHost ? name : `${name}/${prefix}`, family: isSix ? 6 : 4, prefix };
}

function fourUnits(address: string): number[] | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const units = parts.map(Number);
  return units.every((unit) => unit < 256) ? units : undefined;
}

function sixUnits(address: string): number[] | undefined {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !halves.flat().every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  const [head = [], tail = []] = halves;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  return [...head, ...Array.from({ length: gap }, () => '0'), ...tail].map((part) => Number.parseInt(part, 16));
}

/** The longest run of zeros, of two at least, becomes `::`; the first one if there are several (RFC 5952). */
function sixText(units: readonly number[]): string {
  let [start, length] = [0, 0];
  for (let from = 0; from < units.length; from++) {
    let to = from;
    while (units[to] === 0) to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  const hex = units.map((unit) => unit.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}
