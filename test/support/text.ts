/**
 * The text of a file, written inside a test: backslashes stay as they are, and the indentation that all lines
 * share goes, so that lines and columns are those of the file and not those of the test.
 */
export function file(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const raw = String.raw({ raw: strings.raw }, ...values);
  const lines = raw.split('\n');
  if (lines[0]?.trim() === '') lines.shift();
  if (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => `${line.slice(shared)}\n`).join('');
}

/** Every run of spaces as one, and none at the ends: what a table says, whatever the width of its columns. */
function squeeze(line: string): string {
  return line.trim().replace(/ +/g, ' ');
}

/** The lines of a text with their spaces squeezed, without the empty ones. */
export function squeezedLines(text: string): string[] {
  return text
    .split('\n')
    .map(squeeze)
    .filter((line) => line !== '');
}
