/** How many slips a word may have, for each of its letters: "preflite" is three away from "preflight". */
const SLIPS_PER_LETTER = 0.4;

/** A beginning that is shorter says nothing. */
const SHORTEST_BEGINNING = 3;

/**
 * The word that was probably meant: the only known one that begins so, else the one that is the fewest slips
 * of the keyboard away. A letter left out, put in, replaced, or swapped with its neighbour is a slip.
 * Undefined if nothing is near. Pure; upper and lower case are one.
 */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const [longer, another] = known.filter((one) => one.toLowerCase().startsWith(word));
  if (word.length >= SHORTEST_BEGINNING && longer !== undefined && another === undefined) return longer;
  let nearest: string | undefined;
  let fewest = Math.floor(word.length * SLIPS_PER_LETTER) + 1;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    // Fewer slips than the difference of lengths there cannot be, and a long word costs time.
    if (Math.abs(other.length - word.length) >= fewest) continue;
    const count = slips(word, other);
    if (count < fewest) [nearest, fewest] = [candidate, count];
  }
  return nearest;
}

/** `; did you mean check?`, or nothing: the end of the sentence that says what there is not. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const nearest = nearestWord(typed, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** Damerau's distance, in which no letter is edited twice. */
function slips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let count = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1));
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) count = Math.min(count, at(beforeLast, column - 2) + 1);
      current.push(count);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(counts: readonly number[], index: number): number {
  return counts[index] ?? Number.POSITIVE_INFINITY;
}
