import { indent } from './prose.ts';

/** A blank at which no line is broken. */
const NO_BREAK = '\u00a0';

/** Words that stay on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}

/** A paragraph behind a label, or moved to the right. */
export function hanging(label: string, text: string, margin: number, width: number): string {
  const lines = indent(text, margin, width).trimStart().replaceAll(NO_BREAK, ' ');
  return label.padEnd(margin) + lines;
}
