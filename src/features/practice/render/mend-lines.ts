import { changedLines } from '../changed-lines.ts';
import type { Staged } from '../exercise.ts';

/** A mend as lines that go (`-`) and lines that come (`+`), each with its number in its own text. */
export function mendLines({ files, mend }: Staged): string[] {
  return Object.entries(mend).flatMap(([name, text]) => {
    const before = files.find((file) => file.name === name)?.text ?? '';
    return [name, ...marked('-', before, text), ...marked('+', text, before)];
  });
}

/** The lines of a text that the other has not. */
function marked(sign: string, text: string, other: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return changedLines(other, text).numbers.map(
    (number) => `${sign} ${String(number).padStart(3)}  ${lines[number - 1] ?? ''}`,
  );
}
