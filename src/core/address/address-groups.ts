/** Groups of 16 bits: two for IPv4, eight for IPv6. */
export type AddressGroups = readonly number[];

/** The groups of an address as a socket table writes it; undefined for what is none. A zone (`%eth0`) is passed over. */
export function parseAddress(text: string): AddressGroups | undefined {
  const zone = text.indexOf('%');
  const groups = parseGroups(zone === -1 ? text : text.slice(0, zone));
  return groups !== undefined && isMapped(groups) ? groups.slice(6) : groups;
}

export function isMapped(groups: AddressGroups): boolean {
  return groups.length === 8 && groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

export function parseGroups(text: string): AddressGroups | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): AddressGroups | undefined {
  // An octet with a zero in front is octal to some programs and decimal to others, so it is none here.
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a * 256 + b, c * 256 + d];
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
