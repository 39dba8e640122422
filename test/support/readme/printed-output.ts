/** Compares what a page shows with what a program has printed, and brings the page up to date. */

/** A line that stands for one or more that are left out. */
const LEFT_OUT = /^ *…$/;

/** What is different in every run. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b\d+(\.\d+)?(\/\d+(\.\d+)?)* (ms|s)\b/g, 'TIME'],
  [/\bpid \d+/g, 'pid N'],
  [/\b\d+\/(?=niostat\b|dynamips\b)/g, 'N/'],
  [/\b[0-9a-f]{32}\b/g, 'TOKEN'],
  [/\/tmp\/niostat-\S+/g, 'DIRECTORY'],
];

/** A text without what is different in every run; true to the letter otherwise. */
export function settled(text: string): string {
  return VARYING.reduce((line, [pattern, word]) => line.replace(pattern, word), text);
}

/** True if the lines of the page are what was printed, times, process ids and the like aside. */
export function isCurrent(shown: readonly string[], printed: readonly string[]): boolean {
  // Where a time or an id is longer, columns of a table stand elsewhere, and lines end after another word.
  const isLoose = [...shown, ...printed].some((line) => settled(line) !== line);
  const units = isLoose ? settledWords : trimmed;
  const segments = segmentsOf(shown).map(units);
  const all = units(printed);
  const [first = [], ...rest] = segments;
  const last = rest.pop();
  if (!startsWith(all, first, 0)) return false;
  if (last === undefined) return all.length === first.length;
  let from = first.length;
  for (const segment of rest) {
    // Something is left out before each segment.
    from = all.findIndex((_, index) => index > from && startsWith(all, segment, index));
    if (from < 0) return false;
    from += segment.length;
  }
  const end = all.length - last.length;
  return end > from && startsWith(all, last, end);
}

function trimmed(lines: readonly string[]): string[] {
  return lines.map((line) => line.trimEnd());
}

function settledWords(lines: readonly string[]): string[] {
  const text = lines.join(' ').replace(/ +/g, ' ').trim();
  return text === '' ? [] : settled(text).split(' ');
}

/**
 * The printed lines as a page shows them that left some out: as many at the top and at the end, and in
 * between those that have stayed.
 */
export function abridged(shown: readonly string[], printed: readonly string[]): string[] {
  const [first = [], ...rest] = segmentsOf(shown);
  const last = rest.pop();
  if (last === undefined || first.length + last.length >= printed.length) return [...printed];
  const mark = shown.find((line) => LEFT_OUT.test(line)) ?? '…';
  const result = printed.slice(0, first.length);
  let from = first.length;
  const end = printed.length - last.length;
  for (const segment of rest) {
    const begin = placeOf(segment, printed.slice(0, end), from + 1);
    if (begin === undefined) continue;
    result.push(mark, ...printed.slice(begin, begin + segment.length));
    from = begin + segment.length;
  }
  return [...result, ...(end > from ? [mark] : []), ...printed.slice(end)];
}

/** Where most lines of a segment stand; undefined if none is there. */
function placeOf(segment: readonly string[], printed: readonly string[], from: number): number | undefined {
  let [best, most]: [number | undefined, number] = [undefined, 0];
  for (let begin = from; begin + segment.length <= printed.length; begin++) {
    const same = segment.filter((line, index) => settled(line) === settled(printed[begin + index] ?? '')).length;
    if (same > most) [best, most] = [begin, same];
  }
  return best;
}

/** The lines between those that stand for others. */
function segmentsOf(shown: readonly string[]): string[][] {
  const segments: string[][] = [[]];
  for (const line of shown) {
    if (LEFT_OUT.test(line)) segments.push([]);
    else segments.at(-1)?.push(line);
  }
  return segments;
}

function startsWith(all: readonly string[], segment: readonly string[], from: number): boolean {
  return segment.every((unit, index) => all[from + index] === unit);
}
