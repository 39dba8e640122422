/** A number from 0 to 2^32 - 1 that is the same for the same text (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of texts that differ in one letter differ little: mix them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The same items in an order that the text alone decides. */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const keyed = items.map((item, index) => ({ item, key: hashOf(`${seed}/${index}`) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
