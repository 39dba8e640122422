import { widthOf } from '../cut-text.ts';
import { paintLines } from '../prose.ts';
import { wrapText } from '../wrap-text.ts';
import type { Look } from './screen-program.ts';

/** What a frame leaves for its body: so many lines of so many columns. */
export interface Room {
  readonly width: number;
  readonly rows: number;
}

/** Lines, or a function that makes them for the room that there is. */
export type Body = readonly string[] | ((room: Room) => readonly string[]);

/** A column is left empty on either side. */
const MARGIN = 1;

/** Of a title with long names; the rest of the window is for what happens. */
const MOST_TITLE_LINES = 4;

/**
 * A window from its first to its last line: the title, and on the right of it what is said of the whole; a
 * rule; the body; a rule; the keys of now, each as `→ next`. A title may have further lines, which stand
 * below its first. There are exactly `look.rows` lines, none wider than the window: what is too wide goes on
 * in the next line, and keys stay in one piece. A body that is too long ends in a line that says so.
 */
export function frame(
  title: string,
  right: string,
  body: Body,
  keys: readonly string[],
  { columns, rows, paint }: Look,
): string[] {
  const width = Math.max(1, columns - 2 * MARGIN);
  const rule = paint.dim('─'.repeat(columns));
  const [first = '', ...further] = titleLines(title, right, width);
  const head = [margined(paintLines(first, paint.strong)), ...further.map(margined), rule];
  const foot = [
    rule,
    ...keyLines(keys, width).map((line) => margined(line.map((key) => keyText(key, paint)).join(GAP))),
  ];
  const room = { width, rows: Math.max(0, rows - head.length - foot.length) };
  const lines = typeof body === 'function' ? body(room) : body;
  return [...head, ...fitted(lines, room).map(margined), ...foot].slice(0, rows);
}

const GAP = '  ';

/** Lines of a body in its room: folded where they are too wide, filled up with empty ones. */
function fitted(lines: readonly string[], { width, rows }: Room): string[] {
  const folded = lines.flatMap((line) => foldedLine(line, width));
  if (folded.length > rows)
    return [...folded.slice(0, Math.max(0, rows - 1)), ...moreText(folded.length - rows + 1, rows)];
  return [...folded, ...Array<string>(rows - folded.length).fill('')];
}

function moreText(left: number, rows: number): string[] {
  return rows === 0 ? [] : [`… ${left} more ${left === 1 ? 'line' : 'lines'}: the window is too low for them.`];
}

/** A line that is too wide goes on below, as far to the right as it began. */
function foldedLine(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const text = line.trimStart();
  const by = Math.min(line.length - text.length, Math.floor(width / 2));
  return wrapText(text, width - by).map((part) => ' '.repeat(by) + part);
}

function titleLines(title: string, right: string, width: number): string[] {
  const [first = '', ...further] = title.split('\n');
  const gap = width - widthOf(first) - widthOf(right);
  const lead =
    right === ''
      ? foldedLine(first, width)
      : gap >= 2
        ? [`${first}${' '.repeat(gap)}${right}`]
        : [...foldedLine(first, width), ...foldedLine(right, width)];
  return [...lead, ...further.flatMap((line) => foldedLine(line, width))].slice(0, MOST_TITLE_LINES);
}

/** As many keys in a line as it has room for. */
function keyLines(keys: readonly string[], width: number): string[][] {
  const lines: string[][] = [];
  for (const key of keys) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf([...last, key].join(GAP)) <= width) last.push(key);
    else lines.push([key]);
  }
  return lines;
}

function keyText(key: string, paint: Look['paint']): string {
  const blank = key.indexOf(' ');
  return blank < 0 ? paint.strong(key) : paint.strong(key.slice(0, blank)) + key.slice(blank);
}

function margined(line: string): string {
  return line === '' ? '' : ' '.repeat(MARGIN) + line;
}
