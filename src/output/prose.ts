import type { Severity } from '../core/checks/finding.ts';
import { linesToPaste } from '../core/text/system-commands.ts';
import type { Page, Paint } from './paint.ts';
import { commandParts, wrapText } from './wrap-text.ts';

/** Past this, prose is hard to read, however wide the window is. */
const WIDEST_TEXT = 100;

/** Narrower lines than this are no text any more. */
const NARROWEST_TEXT = 20;

const SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: 'i' };

/** `✗ error`, in its colour. */
export function signed(severity: Severity, paint: Paint): string {
  const colour = severity === 'error' ? paint.bad : severity === 'warning' ? paint.warn : paint.dim;
  return colour(`${SIGNS[severity]} ${severity}`);
}

/** Wraps a paragraph between words and moves it to the right; commands in `backticks` stay in one piece. */
export function indent(text: string, by: number, width: number): string {
  return wrapText(text, Math.max(NARROWEST_TEXT, Math.min(width, WIDEST_TEXT) - by))
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');
}

/** A command to be copied: one line or, where that is too long, several that end in a backslash for POSIX. */
export function commandLines(command: string, by: number, width: number): string {
  return commandParts(command, Math.max(NARROWEST_TEXT, width - by))
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}

/** The end of a screen: which command comes next, or which ones, in this order. */
export function nextBlock(commands: string | readonly string[], { paint, width }: Page): string {
  const all = typeof commands === 'string' ? linesToPaste(commands) : commands.flatMap(linesToPaste);
  const [first = ''] = all;
  const title = 'Next:';
  const isShort = all.length === 1 && title.length + 1 + first.length <= width;
  if (isShort) return `${paint.strong(title)} ${first}`;
  return [paint.strong(title), ...all.map((command) => commandLines(command, 2, width))].join('\n');
}

/**
 * Colours each line by itself: a colour that goes on over a line break is lost in pagers, or runs into what
 * comes after.
 */
export function paintLines(text: string, colour: (line: string) => string): string {
  return text.split('\n').map(colour).join('\n');
}
