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
