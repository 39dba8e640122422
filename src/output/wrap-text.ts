import wrapAnsi from 'wrap-ansi';
import { isForWindows } from '../core/text/readers-shell.ts';
import { isSingle, widthOf, withoutColours } from './cut-text.ts';

/**
 * Stands for a blank at which no line ends and which is not taken away at the start of one: the empty Braille
 * pattern, which is no white space. Text from outside with one in it is shown with a blank.
 */
const HELD_BLANK = '\u2800';

/**
 * The lines of a text, each at most `columns` wide. They end between words, and not within a command in
 * `backticks`. A command that is longer than a line goes on behind a backslash, a long list behind one of its
 * commas; any other word is broken only where it is longer than a line by itself.
 */
export function wrapText(text: string, columns: number): string[] {
  if (!Number.isFinite(columns)) return text.split('\n');
  // Most cells of a table are so, and there may be hundreds of thousands of them.
  if (widthOf(text) <= columns && !text.includes('\n')) return [text];
  const held = text.replace(/ ?`[^`\n]+`/g, (span, at: number) => heldTogether(span, at === 0, columns));
  const lines = simpleLines(held, columns);
  if (lines !== undefined) return lines.map((line) => line.replaceAll(HELD_BLANK, ' '));
  const wrapped = isForWindows()
    ? held
        .split('\n')
        .map((line) => besideCommand(line, columns))
        .join('\n')
    : hard(held, columns);
  return wrapped.replaceAll(HELD_BLANK, ' ').split('\n');
}

function hard(text: string, columns: number): string {
  const fitting = text.replace(/[^ \n]+/g, (word) => (widthOf(word) > columns ? brokenList(word, columns) : word));
  return wrapAnsi(fitting, columns, { hard: true });
}

/** A line where a command that is longer stays whole, and what follows it on the next ones. */
function besideCommand(line: string, columns: number): string {
  const [, command = '', rest = ''] = /^(`[^` ]+`\S*) ?(.*)$/.exec(line) ?? [];
  if (widthOf(command) <= columns) return hard(line, columns);
  return rest === '' ? command : `${command}\n${hard(rest, columns)}`;
}

/** A line behind whose end a colour goes on: the last thing said of colours is not the end of one. */
const OPEN_COLOUR = /\u001b\[(?!22m|39m)[\d;]*m[^\u001b]*$/;

/**
 * What wrap-ansi does with text that needs little of it: without wide characters, words that are too long and
 * colours that go on in the next line. Most is so, and there may be a hundred thousand findings.
 */
function simpleLines(text: string, columns: number): string[] | undefined {
  const visible = withoutColours(text);
  if (/^ | {2}| $/.test(visible) || !isSingle(visible)) return undefined;
  const lines: string[] = [];
  let [line, lineWidth] = ['', 0];
  for (const word of text.split(' ')) {
    const { length } = withoutColours(word);
    if (length > columns) return undefined;
    if (lineWidth > 0 && lineWidth + 1 + length <= columns) {
      line += ` ${word}`;
      lineWidth += 1 + length;
      continue;
    }
    if (lineWidth > 0) {
      if (OPEN_COLOUR.test(line)) return undefined;
      lines.push(line);
    }
    [line, lineWidth] = [word, length];
  }
  return [...lines, line];
}

function heldTogether(span: string, isFirst: boolean, columns: number): string {
  const command = span.trimStart();
  const before = span.slice(0, span.length - command.length);
  if (widthOf(command) <= columns) return before + command.replaceAll(' ', HELD_BLANK);
  return (isFirst ? '' : '\n') + commandParts(command, columns).join('\n').replaceAll(' ', HELD_BLANK);
}

/** `2023-2028,2030,2032` as lines that end in a comma. */
function brokenList(word: string, columns: number): string {
  const lines: string[] = [];
  for (const part of word.split(/(?<=,)/)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(part) <= columns) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

/** A word of a command line, with blanks where they are quoted. */
const COMMAND_WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\]|['"\\])+/g;

/** Lines behind the first are indented by four blanks, and all but the last end in ` \\`. */
const MARGIN = 6;

/**
 * A command for a POSIX shell as one line or, where it is longer than `columns`, as several: all but the last
 * end in a backslash, and those behind the first are indented. cmd and PowerShell have no sign in common for
 * that: their commands stay on one line, which the terminal breaks, and joins when it is copied.
 */
export function commandParts(command: string, columns: number): string[] {
  if (isForWindows() || widthOf(command) <= columns) return [command];
  const lines: string[] = [];
  for (const word of withValues(command.match(COMMAND_WORD) ?? [], columns)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(word) + 1 <= columns - 2)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `    ${word}`);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`));
}

/** A flag and what follows it stay together, where a line has room for both. */
function withValues(words: readonly string[], columns: number): string[] {
  const parts: string[] = [];
  for (const word of words) {
    const last = parts.at(-1) ?? '';
    const isValue = last.startsWith('--') && !last.includes(' ') && !word.startsWith('-');
    if (isValue && widthOf(last) + 1 + widthOf(word) <= columns - MARGIN) parts[parts.length - 1] = `${last} ${word}`;
    else parts.push(word);
  }
  return parts;
}
