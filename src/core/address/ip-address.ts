/**
 * The one parser and formatter of IP addresses. Zones (`%eth0`) are no part of an address: `splitZone` takes
 * them off.
 */

/** Groups of 16 bits, the first one leftmost: two for IPv4, eight for IPv6. */
export type AddressGroups = readonly number[];

/**
 * The family of an address, right or wrong: whatever has a colon is meant to be IPv6, and names are looked up
 * as IPv4.
 */
export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/**
 * Reads an address as inet_pton does: IPv4 in four decimal octets, IPv6 as in RFC 4291, section 2.2, with
 * lower or upper case. An octet with a zero in front is refused: some programs read it as octal, others as
 * decimal. Undefined for everything else.
 */
export function parseIp(text: string): AddressGroups | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/**
 * True for an address as the system takes it: as `parseIp` has it, with a zone behind IPv6 (RFC 4007, section
 * 11.2).
 */
export function isIp(text: string): boolean {
  const { address, zone } = splitZone(text);
  const groups = parseIp(address);
  if (groups === undefined) return false;
  return zone === undefined || (groups.length === 8 && /^[0-9a-z.:-]+$/i.test(zone));
}

/**
 * True for what is written like an address, right or wrong: four numbers, or colons between hexadecimal
 * digits. It tells an address from a name or a path; the system says what is wrong with it.
 */
export function looksLikeIp(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*(%\w+)?$/i.test(text);
}

/**
 * An address and the zone behind it: `fe80::1%eth0`, and, as ss writes a socket of one interface,
 * `127.0.0.53%lo`.
 */
export function splitZone(text: string): { readonly address: string; readonly zone: string | undefined } {
  const sign = text.indexOf('%');
  return sign === -1
    ? { address: text, zone: undefined }
    : { address: text.slice(0, sign), zone: text.slice(sign + 1) };
}

/**
 * True for an address within `::ffff:0:0/96`: IPv4 as a socket of family 6 shows it (RFC 4291, section
 * 2.5.5.2).
 */
export function isMapped(groups: AddressGroups): boolean {
  return groups.length === 8 && groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

/** The two groups of IPv4 for an address that is mapped, else the same groups. */
export function unmapped(groups: AddressGroups): AddressGroups {
  return isMapped(groups) ? groups.slice(6) : groups;
}

/**
 * IPv4 in octets; IPv6 as RFC 5952 writes it, all groups in hexadecimal: lower case, the longest run of zeros
 * left out.
 */
export function formatIp(groups: AddressGroups): string {
  if (groups.length === 2) return groups.map((group) => `${group >> 8}.${group & 0xff}`).join('.');
  const gap = longestZeros(groups);
  const hex = (part: AddressGroups): string => part.map((group) => group.toString(16)).join(':');
  if (gap === undefined) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`;
}

/**
 * An address in the one spelling in which socket tables compare them: `::ffff:127.0.0.1` is 127.0.0.1, all is
 * lower case.
 */
export function plainAddress(address: string): string {
  const groups = parseIp(address);
  return groups !== undefined && isMapped(groups) ? formatIp(groups.slice(6)) : address.toLowerCase();
}

/**
 * The address that a resolver gives for a text which is one already, without asking anybody (getaddrinfo(3)):
 * what `parseIp` reads, IPv4 also in the forms of inet_aton (`127.1`, octal, hexadecimal), and a mapped
 * address as the IPv4 that it is to the kernel. A zone stays behind it. Undefined for a name.
 */
export function numericAddress(text: string): string | undefined {
  if (!text.includes(':')) return parseAton(text);
  const { address, zone } = splitZone(text);
  const groups = parseIp(address);
  if (groups === undefined) return undefined;
  const plain = formatIp(unmapped(groups));
  return zone === undefined ? plain : `${plain}%${zone}`;
}

/** The same spelling, of 4 or 16 bytes in network order. */
export function addressOfBytes(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let index = 0; index < bytes.length; index += 2) {
    groups.push(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  }
  return formatIp(unmapped(groups));
}

function parseIpv4(text: string): AddressGroups | undefined {
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a * 256 + b, c * 256 + d];
}

/** One to four numbers, of which the last one fills the octets that are left (inet_aton(3)). */
function parseAton(text: string): string | undefined {
  if (!/^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}$/i.test(text)) return undefined;
  const numbers = text.split('.').map((word) => (/^0\d/.test(word) ? fromOctal(word) : Number(word)));
  const last = numbers.pop() ?? 0;
  const isValid = numbers.every((number) => number <= 255) && last < 256 ** (4 - numbers.length);
  if (!isValid) return undefined;
  const value = numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
  return formatIp([Math.floor(value / 0x1_0000), value % 0x1_0000]);
}

/** NaN for a digit that octal does not have. */
function fromOctal(word: string): number {
  return /^[0-7]+$/.test(word) ? Number.parseInt(word, 8) : Number.NaN;
}

function parseIpv6(text: string): AddressGroups | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const front = parseHextets(head, tail === undefined);
  if (tail === undefined) return front?.length === 8 ? front : undefined;
  const back = parseHextets(tail, true);
  if (front === undefined || back === undefined || front.length + back.length > 7) return undefined;
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
}

/** Groups between colons; the last ones of an address may be written as IPv4. */
function parseHextets(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const words = text.split(':');
  const groups: number[] = [];
  for (const [index, word] of words.entries()) {
    const quad = isLast && index === words.length - 1 ? parseIpv4(word) : undefined;
    if (quad !== undefined) groups.push(...quad);
    else if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16));
    else return undefined;
  }
  return groups;
}

/** The longest run of zeros, of two at least; the first one if there are several (RFC 5952, section 4.2). */
function longestZeros(groups: AddressGroups): { start: number; length: number } | undefined {
  let best = { start: 0, length: 1 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best.length > 1 ? best : undefined;
}
