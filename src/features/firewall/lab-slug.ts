/** iptables takes names of chains up to 28 characters, of which `niostat-` needs eight. */
const LONGEST = 20;

/**
 * The name of labs within a firewall: lower-case ASCII letters, digits and single dashes. Names that had to
 * be changed get a checksum, so that no two of them become one by that.
 */
export function labSlug(names: readonly string[]): string {
  const name = names.join('+');
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === name && plain !== '' && plain.length <= LONGEST) return plain;
  const sum = checksum(name);
  const head = plain.slice(0, LONGEST - sum.length - 1).replace(/-+$/, '');
  return head === '' ? `lab-${sum}` : `${head}-${sum}`;
}

/** FNV-1a in 24 bits, six hexadecimal digits: two labs of one host do not meet in it by chance. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return ((hash >>> 8) & 0xffffff).toString(16).padStart(6, '0');
}
