import { present } from '../../present.ts';
/** One piece of a text and what stands in its place; offsets in UTF-16 units, `end` not included. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Lines that go and lines that come, as in a unified diff without lines around them; lines have no line ends.
 */
export interface Hunk {
  /** Line of the old text, from 1: the first one that goes, or the one before which the new ones come. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** True if it reaches the end of a text whose last line has no line end, neither before nor after. */
  readonly lacksLastLineEnd?: true;
  /** Which edits these are, as indexes into the list. */
  readonly edits: readonly number[];
}

/** Makes all edits at once. They must not overlap; those at one place come in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: replacement } of inOrder(edits).map(({ edit }) => edit)) {
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}

/** The lines that the edits change, in the order of the text. */
export function hunksOf(text: string, edits: readonly TextEdit[]): Hunk[] {
  const hunks: Hunk[] = [];
  let line = 1;
  let counted = 0;
  for (const group of groupedByLine(text, edits)) {
    const { start, end } = group;
    for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++;
    counted = start;
    const local = group.edits.map(({ edit }) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const before = text.slice(start, end);
    const hunk: Hunk = present({
      line,
      removed: linesOf(before),
      added: linesOf(applyEdits(before, local)),
      lacksLastLineEnd: end === text.length && !text.endsWith('\n') ? (true as const) : undefined,
      edits: group.edits.map(({ index }) => index),
    });
    hunks.push(hunk);
  }
  return hunks;
}

interface Numbered {
  readonly edit: TextEdit;
  readonly index: number;
}

interface Group {
  readonly start: number;
  end: number;
  readonly edits: Numbered[];
}

/**
 * Edits of one line belong together; whole lines that are put in take no line away. One that comes behind a
 * last line without a line end changes that line too, for it gets one.
 */
function groupedByLine(text: string, edits: readonly TextEdit[]): Group[] {
  const groups: Group[] = [];
  for (const numbered of inOrder(edits)) {
    const { edit } = numbered;
    const isNewLine = edit.start === edit.end && edit.text.endsWith('\n');
    const start = isNewLine ? edit.start : text.lastIndexOf('\n', edit.start - 1) + 1;
    const close = text.indexOf('\n', edit.end);
    const end = isNewLine ? edit.start : close < 0 ? text.length : close;
    const last = groups.at(-1);
    if (last !== undefined && !isNewLine && start < last.end) {
      last.end = Math.max(last.end, end);
      last.edits.push(numbered);
    } else if (last !== undefined && isNewLine && last.start === start && last.end === end) last.edits.push(numbered);
    else groups.push({ start, end, edits: [numbered] });
  }
  return groups;
}

function inOrder(edits: readonly TextEdit[]): Numbered[] {
  return edits.map((edit, index) => ({ edit, index })).sort((a, b) => a.edit.start - b.edit.start || a.index - b.index);
}

function linesOf(text: string): string[] {
  const bare = text.replace(/^\r?\n|\r?\n$/g, '');
  return bare === '' ? [] : bare.split('\n').map((line) => line.replace(/\r$/, ''));
}
