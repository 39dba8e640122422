/** Longer words are no misspelling of a short one, and comparing them would cost time. */
const MAX_LENGTH = 80;

/**
 * The word that was probably meant: the one with the fewest letters to change, if these are few; else the one
 * key that has all parts but one of `udp_start_port_range`. Undefined if nothing is alike.
 */
export function closestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const lower = word.toLowerCase();
  const ranked = known
    .map((one) => ({ one, distance: editDistance(lower, one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 5))) return best.one;
  const parts = partsOf(lower);
  const related = known.filter((one) => {
    const others = partsOf(one);
    const shared = others.filter((part) => parts.includes(part)).length;
    return others.length > 2 && shared >= others.length - 1 && Math.abs(parts.length - others.length) <= 1;
  });
  return related.length === 1 ? related[0] : undefined;
}

function partsOf(word: string): string[] {
  return word.split(/[^a-z0-9]+/);
}

/** How many letters must be changed, added, left out or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
