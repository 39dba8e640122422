import { cutText, widthOf } from '../../output/cut-text.ts';
import { NO_PAINT, type Paint } from '../../output/paint.ts';
import type { Look } from '../../output/screen/screen-program.ts';

/** Of a window that does not say its size. */
const USUAL = { columns: 80, rows: 24 };

/** What every program draws for. */
const NEEDED = { columns: 80, rows: 24 };

/** How many columns and rows there are. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The size that a terminal says; some say 0 for both, which is none. */
export function sizeOf({ columns, rows }: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: columns || USUAL.columns, rows: rows || USUAL.rows };
}

/**
 * A window of its own in place of what the terminal shows: without a cursor, lines are not folded, and what
 * is pasted is marked.
 */
export const OPEN = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[H\u001b[2J';

/** What was there before. Where the terminal has no second window, what is printed next stands below. */
export function close({ rows }: Size): string {
  return `\u001b[0m\u001b[?2004l\u001b[?7h\u001b[${rows};1H\n\u001b[?25h\u001b[?1049l`;
}

/**
 * What a window of that size shows of a program: of one that is too small for it the top, and that it is.
 * Pure.
 */
export function shownIn(size: Size, paint: Paint, draw: (look: Look) => readonly string[]): readonly string[] {
  const { columns, rows } = size;
  if (columns >= NEEDED.columns && rows >= NEEDED.rows) return draw({ ...size, paint }).slice(0, rows);
  const look = { columns: Math.max(columns, NEEDED.columns), rows: Math.max(rows, NEEDED.rows), paint: NO_PAINT };
  const remark = `the window is ${columns} × ${rows}; ${NEEDED.columns} × ${NEEDED.rows} are needed (Ctrl-C ends)`;
  const top = draw(look).slice(0, rows - 1);
  const between = Array.from({ length: rows - 1 - top.length }, () => '');
  return [...top, ...between, remark].map((line) => cutText(line, columns));
}

/**
 * What makes the window show other lines: only lines that differ are written, each in its place. Behind its
 * end a line is erased, but not behind the last column, where the cursor stays on the last character. Pure.
 */
export function changes(before: readonly string[], after: readonly string[], { columns }: Size): string {
  const count = Math.max(before.length, after.length);
  const rows = Array.from({ length: count }, (_, row) => [before[row] ?? '', after[row] ?? ''] as const);
  return rows
    .flatMap(([old, line], row) => {
      if (old === line) return [];
      const rest = widthOf(line) < columns ? '\u001b[K' : '';
      return [`\u001b[${row + 1};1H${line}${rest}`];
    })
    .join('');
}
