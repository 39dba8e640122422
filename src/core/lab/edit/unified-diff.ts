import { hunksOf, type TextEdit } from './text-edit.ts';

/** Lines around a change that diff shows by default: patch finds the place by them where others moved it. */
const CONTEXT = 3;

/**
 * Lines from `first` up to, not including, `end`, from 0; of the old text, and how far the new one is ahead.
 */
interface Change {
  readonly first: number;
  readonly end: number;
  readonly added: number;
}

/**
 * The edits of a file as a unified diff that `patch -p0` and `git apply -p0` take, byte for byte: line ends
 * and a byte order mark are those of the text. Empty if there are no edits. The format is that of GNU diff
 * (docs/FACTS.md, "Patches").
 */
export function unifiedDiff(name: string, text: string, edited: string, edits: readonly TextEdit[]): string {
  const changes = hunksOf(text, edits).map(
    ({ line, removed, added }): Change => ({
      first: line - 1,
      end: line - 1 + removed.length,
      added: added.length,
    }),
  );
  if (changes.length === 0) return '';
  const [before, after] = [linesOf(text), linesOf(edited)];
  const quoted = quotedName(name);
  let ahead = 0;
  const hunks = grouped(changes).map((group) => {
    const hunk = hunkText(group, before, after, ahead);
    ahead += group.reduce((sum, { first, end, added }) => sum + added - (end - first), 0);
    return hunk;
  });
  return `--- ${quoted}\n+++ ${quoted}\n${hunks.join('')}`;
}

/** Changes that are so near each other that the lines around them meet make one hunk. */
function grouped(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && change.first - last.end <= 2 * CONTEXT) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunkText(
  group: readonly Change[],
  before: readonly string[],
  after: readonly string[],
  ahead: number,
): string {
  const first = Math.max(0, (group[0]?.first ?? 0) - CONTEXT);
  const end = Math.min(before.length, (group.at(-1)?.end ?? 0) + CONTEXT);
  const lines: string[] = [];
  let [at, moved] = [first, ahead];
  for (const change of group) {
    lines.push(...before.slice(at, change.first).map((line) => marked(' ', line)));
    lines.push(...before.slice(change.first, change.end).map((line) => marked('-', line)));
    const start = change.first + moved;
    lines.push(...after.slice(start, start + change.added).map((line) => marked('+', line)));
    moved += change.added - (change.end - change.first);
    at = change.end;
  }
  lines.push(...before.slice(at, end).map((line) => marked(' ', line)));
  const [length, newLength] = [end - first, end - first + moved - ahead];
  return `@@ -${span(first, length)} +${span(first + ahead, newLength)} @@\n${lines.join('')}`;
}

/** Lines are counted from 1; where there are none, the one before is named. */
function span(first: number, length: number): string {
  const line = length === 0 ? first : first + 1;
  return length === 1 ? String(line) : `${line},${length}`;
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** With their line ends; what is behind the last one is a line if it is not empty. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** In quotes as C has them where a name has marks of its own; a tab ends a name with spaces. */
function quotedName(name: string): string {
  const special = /[\x00-\x1f\x7f"\\]/g;
  if (special.test(name)) {
    const escaped = name.replace(
      special,
      (one) => ESCAPES[one] ?? `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`,
    );
    return `"${escaped}"`;
  }
  return name.includes(' ') ? `${name}\t` : name;
}
