import { indent } from '../output/prose.ts';
import { widthOfTerminal } from './terminal.ts';

/** Before what goes on in the next line. */
const HANGING = 2;

/**
 * Lines for standard error, as wide as the terminal that it is and never broken within a word; elsewhere as
 * they are. What goes on in the next line stands to the right of where it began.
 */
export function folded(text: string): string {
  const width = widthOfTerminal(process.stderr, process.env);
  if (!Number.isFinite(width)) return text;
  return text
    .split('\n')
    .map((line) => foldedLine(line, width))
    .join('\n');
}

function foldedLine(line: string, width: number): string {
  const words = line.trimStart();
  const margin = line.length - words.length;
  return indent(words, margin + HANGING, width).slice(HANGING);
}
