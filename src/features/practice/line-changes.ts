/** Lines by number, from 1: what they are now, or null where the text has become shorter. */
export type LineChanges = Readonly<Record<string, string | null>>;

/** The lines that differ between two texts, each by its place; a text that is gone has none. */
export function lineChanges(before: string | undefined, after: string | undefined): LineChanges {
  const [old, now] = [linesOf(before), linesOf(after)];
  const changes: Record<string, string | null> = {};
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    if (old[index] !== now[index]) changes[String(index + 1)] = now[index] ?? null;
  }
  return changes;
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split('\n');
}

/** What a student's file may have; more was made by somebody else. */
const MOST_LINES = 10_000;

/**
 * The text with these changes, as `lineChanges` has noted them: null if there is no line left, which is a
 * file that is gone; undefined if they do not fit the text.
 */
export function withLines(before: string | undefined, changes: LineChanges): string | null | undefined {
  const lines = linesOf(before);
  const numbers = Object.keys(changes).map(Number);
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 1 && number <= MOST_LINES)) return undefined;
  if (!Object.values(changes).every((line) => line === null || typeof line === 'string')) return undefined;
  const kept = numbers.filter((number) => changes[number] !== null);
  // Lines that are gone were the last ones.
  const gone = numbers.filter((number) => changes[number] === null);
  const length = gone.length === 0 ? Math.max(lines.length, ...kept) : Math.min(...gone) - 1;
  if (gone.length > 0 && (length + gone.length !== lines.length || kept.some((number) => number > length)))
    return undefined;
  const after = Array.from({ length }, (_, index) => changes[index + 1] ?? lines[index]);
  if (after.includes(undefined)) return undefined;
  return length === 0 ? null : after.join('\n');
}
