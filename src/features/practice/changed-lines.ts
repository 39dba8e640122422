/** Which lines of a text differ from those of another. */
export interface ChangedLines {
  /** As many lines as somebody has to type: a line that is put in another place counts as one. */
  readonly count: number;
  /** Their numbers in the new text, from 1; those that are gone have none. */
  readonly numbers: readonly number[];
}

/** Beyond this many lines on either side that differ, all of them count as changed: nobody mends so much. */
const MOST_COMPARED = 2000;

/**
 * The lines that are new or gone, of a new text against the one before: the longest common run of lines
 * stays, and of what is left the larger side counts. Blank lines, comments and the blanks in a line are
 * nothing.
 */
export function changedLines(before: string, after: string): ChangedLines {
  const [old, now] = [linesOf(before), linesOf(after)];
  let first = 0;
  while (first < old.length && first < now.length && old[first]?.text === now[first]?.text) first++;
  let last = 0;
  const shorter = Math.min(old.length, now.length) - first;
  while (last < shorter && old[old.length - 1 - last]?.text === now[now.length - 1 - last]?.text) last++;
  const [oldRest, newRest] = [old.slice(first, old.length - last), now.slice(first, now.length - last)];
  const added = newLines(oldRest, newRest);
  const gone = oldRest.length - (newRest.length - added.length);
  return { count: Math.max(added.length, gone), numbers: added.map(({ number }) => number) };
}

interface Line {
  readonly text: string;
  readonly number: number;
}

function linesOf(text: string): Line[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const bare = withoutComment(line).replace(/\s+/g, ' ').trim();
    return bare === '' ? [] : [{ text: bare, number: index + 1 }];
  });
}

/** In YAML a `#` begins a comment at the start of a line or after a blank, outside of quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const sign = line[index] as string;
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '#' && (index === 0 || /\s/.test(line[index - 1] as string))) return line.slice(0, index);
  }
  return line;
}

/** Those of `now` that are not in the longest run of lines that both have. */
function newLines(old: readonly Line[], now: readonly Line[]): readonly Line[] {
  if (old.length === 0 || now.length === 0) return now;
  if (old.length > MOST_COMPARED || now.length > MOST_COMPARED) return now;
  const lengthOf = commonLengths(old, now);
  const added: Line[] = [];
  let i = 0;
  for (let j = 0; j < now.length; j++) {
    while (i < old.length && old[i]?.text !== now[j]?.text && lengthOf(i + 1, j) >= lengthOf(i, j + 1)) i++;
    if (i < old.length && old[i]?.text === now[j]?.text) i++;
    else added.push(now[j] as Line);
  }
  return added;
}

/** How long the longest run is that the rests of both have in common, from a line of each on. */
function commonLengths(old: readonly Line[], now: readonly Line[]): (i: number, j: number) => number {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const isSame = old[i]?.text === now[j]?.text;
      lengths[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}
