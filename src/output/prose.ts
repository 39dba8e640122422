import wrapAnsi from 'wrap-ansi';
import type { Severity } from '../core/checks/finding.ts';
import type { Paint } from './paint.ts';

/** Past this, prose is hard to read, however wide the window is. */
const WIDEST_TEXT = 100;

const SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: 'i' };

/** `✗ error`, in its colour. */
export function signed(severity: Severity, paint: Paint): string {
  const colour = severity === 'error' ? paint.bad : severity === 'warning' ? paint.warn : paint.dim;
  return colour(`${SIGNS[severity]} ${severity}`);
}

/** Wraps a paragraph and moves it to the right. */
export function indent(text: string, by: number, width: number): string {
  const margin = ' '.repeat(by);
  const columns = Math.max(20, Math.min(width, WIDEST_TEXT) - by);
  return wrapAnsi(text, columns, { hard: true })
    .split('\n')
    .map((line) => margin + line)
    .join('\n');
}

/**
 * Colours each line by itself: a colour that goes on over a line break is lost in pagers, or runs into what
 * comes after.
 */
export function paintLines(text: string, colour: (line: string) => string): string {
  return text.split('\n').map(colour).join('\n');
}
