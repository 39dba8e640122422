import { cutText, widthOf } from '../../../output/cut-text.ts';
import type { Page } from '../../../output/paint.ts';
import type { HunkSummary } from '../plan.ts';

/** As diff says it, and patch wants to hear it. */
const NO_LINE_END = '\\ No newline at end of file';

/** What is left of a line before and after what changes in it, where the line is too long. */
const CONTEXT = 20;

/**
 * A unified diff without lines around the changes. A line that is wider than the page is shown from shortly
 * before what changes in it, and goes on behind a second sign; without a width all lines are as patch takes
 * them.
 */
export function diffOf(file: string, hunks: readonly HunkSummary[], { paint, width }: Page): string {
  const lines = [paint.strong(`--- ${file}`), paint.strong(`+++ ${file}`)];
  let moved = 0;
  for (const { line, removed, added, lacksLastLineEnd } of hunks) {
    lines.push(paint.dim(`@@ -${span(line, removed.length)} +${span(line + moved, added.length)} @@`));
    const end = lacksLastLineEnd ? [NO_LINE_END] : [];
    const shown = shortened(removed, added, width - 1);
    lines.push(...shown.removed.flatMap((text) => folded('-', text, width)).map(paint.bad), ...end);
    lines.push(...shown.added.flatMap((text) => folded('+', text, width)).map(paint.good), ...end);
    moved += added.length - removed.length;
  }
  return lines.join('\n');
}

/** Where a hunk without lines of its own stands is said by the line before it, as diff does. */
function span(line: number, length: number): string {
  if (length === 1) return String(line);
  return `${length === 0 ? line - 1 : line},${length}`;
}

/** Lines that are too long, each without most of what it has in common with the one that takes its place. */
function shortened(
  removed: readonly string[],
  added: readonly string[],
  width: number,
): { removed: readonly string[]; added: readonly string[] } {
  const isLong = [...removed, ...added].some((line) => widthOf(line) > width);
  if (!isLong || removed.length !== added.length) return { removed, added };
  const pairs = removed.map((line, index) => changedParts(line, added[index] ?? '', width));
  return { removed: pairs.map(([line]) => line), added: pairs.map(([, line]) => line) };
}

function changedParts(before: string, after: string, width: number): readonly [string, string] {
  if (widthOf(before) <= width && widthOf(after) <= width) return [before, after];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [windowOf(before, head, tail), windowOf(after, head, tail)];
}

/** The part of a line that differs, with a little before and behind it; a word is not broken. */
function windowOf(line: string, head: number, tail: number): string {
  const first = head <= CONTEXT ? 0 : wordStart(line, head - CONTEXT);
  const end = tail <= CONTEXT ? line.length : wordEnd(line, line.length - tail + CONTEXT);
  return `${first === 0 ? '' : '…'}${line.slice(first, end)}${end === line.length ? '' : '…'}`;
}

const WORD = /[\w.:-]/;

function wordStart(line: string, at: number): number {
  let start = at;
  while (start > 0 && WORD.test(line[start - 1] ?? '')) start--;
  return start;
}

function wordEnd(line: string, at: number): number {
  let end = at;
  while (end < line.length && WORD.test(line[end] ?? '')) end++;
  return end;
}

/** A line that is still too long goes on in lines of their own. */
function folded(sign: string, text: string, width: number): string[] {
  if (1 + widthOf(text) <= width) return [sign + text];
  const lines: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const lead = lines.length === 0 ? sign : `${sign}  `;
    const room = width - lead.length;
    const part = rest.length <= room && widthOf(rest) <= room ? rest : partOf(rest.slice(0, room), room - 1);
    rest = rest.slice(part.length);
    lines.push(`${lead}${part}${rest === '' ? '' : '\\'}`);
  }
  return lines;
}

/** As much of a text as fits, up to the end of a word if there is one. */
function partOf(text: string, room: number): string {
  const fitting = cutText(text, room + 1).slice(0, -1);
  const part = fitting === '' ? text.slice(0, 1) : fitting;
  // Behind a comma, a brace or a blank, as the file itself might be broken.
  const end = /^.*[\s,{}[\]]/s.exec(part)?.[0] ?? /^.*[^\w.:-]/s.exec(part)?.[0];
  return end === undefined || end.trim() === '' ? part : end;
}
