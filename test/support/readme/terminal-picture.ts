/** A picture of a terminal as SVG: what a program has printed, in its colours, on light and on dark pages. */
import stringWidth from 'string-width';
import { xmlAttributes, xmlText } from '../../../src/output/xml.ts';

export interface Shot {
  /** What was typed. */
  readonly command: string;
  /** What it shows, in words, for those who do not see it. */
  readonly description: string;
  /** What was printed, with the colours of a terminal. */
  readonly output: string;
  readonly columns: number;
}

/** Text of one look. */
interface Run {
  readonly text: string;
  /** Names of classes, with a blank between them. */
  readonly look: string;
}

/** What the codes of ECMA-48's "select graphic rendition" that niostat uses look like. */
const LOOKS: Readonly<Record<string, string>> = { 1: 'b', 2: 'd', 31: 'r', 32: 'g', 33: 'y' };

/** What ends a look: its own code for each, and 0 for all. */
const ENDS: Readonly<Record<string, string>> = { 22: 'bd', 39: 'rgy', 0: 'bdrgy', '': 'bdrgy' };

const WIDTH = 8.4;
const HEIGHT = 19;
const MARGIN = 16;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The colours are those of GitHub's pages, and are told apart on both grounds. */
const STYLE = `
  text { white-space: pre; fill: #1f2328 }
  rect { fill: #f6f8fa; stroke: #d1d9e0 }
  .b { font-weight: bold } .d { fill: #59636e } .r { fill: #c21c28 } .g { fill: #116329 } .y { fill: #845306 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    rect { fill: #0d1117; stroke: #3d444d }
    .d { fill: #9198a1 } .r { fill: #ff7b72 } .g { fill: #3fb950 } .y { fill: #d29922 }
  }
`;

/** Needs no file, font or script of anybody; text of the program is escaped. */
export function terminalPicture({ command, description, output, columns }: Shot): string {
  const prompt: Run[] = [
    { text: '$ ', look: 'd' },
    { text: command, look: 'b' },
  ];
  const lines = [prompt, ...runsOf(output)];
  const width = Math.ceil(columns * WIDTH + 2 * MARGIN);
  const height = lines.length * HEIGHT + 2 * MARGIN;
  const texts = lines.flatMap((runs, row) => textElement(runs, row));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="14">
<title id="title">${xmlText(command)}</title>
<desc id="desc">${xmlText(description)}</desc>
<style>${STYLE}</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${texts.join('\n')}
</svg>
`;
}

/** One line; none for an empty one. Each run has its place, so that no font moves the columns of a table. */
function textElement(runs: readonly Run[], row: number): string[] {
  let column = 0;
  const spans: string[] = [];
  for (const { text, look } of runs) {
    const start = text.length - text.trimStart().length;
    const words = text.trim();
    const columns = stringWidth(words);
    const x = round(MARGIN + (column + start) * WIDTH);
    const classes = look === '' ? {} : { class: look };
    const attributes = xmlAttributes({ ...classes, x, textLength: round(columns * WIDTH) });
    if (words !== '') spans.push(`<tspan${attributes}>${xmlText(words)}</tspan>`);
    column += stringWidth(text);
  }
  const y = MARGIN + row * HEIGHT + 14;
  return spans.length === 0 ? [] : [`<text y="${y}" xml:space="preserve">${spans.join('')}</text>`];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Lines of runs. Of a line that was erased, such as one of progress, what came after that is left. */
export function runsOf(output: string): Run[][] {
  const active = new Set<string>();
  const lines = output.replaceAll('\r\n', '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const runs: Run[] = [];
    for (const [token] of line.slice(line.lastIndexOf('\r') + 1).matchAll(/\u001b\[[0-9;?]*[@-~]|[^\u001b]+/g)) {
      const codes = /^\u001b\[([0-9;]*)m$/.exec(token)?.[1];
      if (codes !== undefined) for (const code of codes.split(';')) turn(active, code);
      else if (!token.startsWith('\u001b')) runs.push({ text: token, look: [...active].sort().join(' ') });
    }
    return runs;
  });
}

function turn(active: Set<string>, code: string): void {
  for (const look of ENDS[code] ?? '') active.delete(look);
  const look = LOOKS[code];
  if (look !== undefined) active.add(look);
}
