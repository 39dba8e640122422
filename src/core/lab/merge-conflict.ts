/** A line that git and others leave at the edges of a conflict; `=======` alone may underline a heading. */
const MARKER = /^(<{7}|>{7}|\|{7}|={7})(?=[ \t\r\n]|$)/gm;

/** Conflicts of a merge that nobody has resolved. */
export interface MergeConflicts {
  readonly count: number;
  /** Offset of the first marker. */
  readonly at: number;
  /** The signs that the lines of the conflicts begin with, in the order of the file. */
  readonly markers: readonly string[];
}

/**
 * Finds what a merge has left in a text: lines that begin with `<<<<<<<` or `>>>>>>>`. Undefined if there
 * is none. Linear in the length of the text.
 */
export function mergeConflictsIn(text: string): MergeConflicts | undefined {
  let opening = 0;
  let closing = 0;
  let first: number | undefined;
  const markers = new Set<string>();
  for (const { 1: marker = '', index } of text.matchAll(MARKER)) {
    markers.add(marker);
    first ??= index;
    if (marker.startsWith('<')) opening++;
    else if (marker.startsWith('>')) closing++;
  }
  const count = Math.max(opening, closing);
  return first === undefined || count === 0 ? undefined : { count, at: first, markers: [...markers] };
}
