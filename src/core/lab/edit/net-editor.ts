import { parseHypervisorAddress } from '../hypervisor.ts';
import { type NetEntry, type NetSection, readNetSyntax } from '../net/net-syntax.ts';
import { ProblemList } from '../problem.ts';
import type { LabChange } from './lab-change.ts';
import type { TextEdit } from './text-edit.ts';

/**
 * How far the lines of a section are moved to the right where no other line shows it: what Dynagen's examples
 * do.
 */
const INDENT = '    ';

/**
 * The edits that make these changes in a `.net` file that was read without errors, one for each change and in
 * their order. A value is replaced where it stands; where none is written, a line comes right behind the
 * section's header. Everything else stays byte for byte. Throws if a change speaks of something that is not
 * in the file, which is a bug of the caller.
 */
export function editNet(text: string, changes: readonly LabChange[]): TextEdit[] {
  const root = readNetSyntax(text, new ProblemList(''));
  const hypervisors = root.sections.filter((section) => section.name.toUpperCase() !== 'GNS3-DATA');
  const devices = new Map(
    hypervisors.flatMap((section) =>
      section.sections.flatMap((device): [string, NetSection][] => {
        const [, name, more] = device.name.split(/\s+/);
        return name === undefined || more !== undefined ? [] : [[name, device]];
      }),
    ),
  );
  const lines = new Lines(text);
  return changes.map(({ target, setting, to }) => {
    const section = target.type === 'hypervisor' ? hypervisors[target.index] : devices.get(target.name);
    if (section === undefined) throw new Error(`there is no section for ${JSON.stringify(target)}`);
    const entry = section.entries.find(({ key }) => key.toLowerCase() === setting);
    const isPortInHeader =
      setting === 'port' && !entry?.value && parseHypervisorAddress(section.name)?.portWritten === true;
    if (isPortInHeader) return portInHeader(lines, section, to);
    return entry === undefined ? newLine(lines, section, `${setting} = ${to}`) : newValue(lines, entry, to);
  });
}

/** Finds offsets by line and column, as the reader of the syntax counts them. */
class Lines {
  readonly text: string;
  private readonly starts: number[] = [];

  constructor(text: string) {
    this.text = text;
    // A byte order mark is no part of the first line.
    this.starts.push(text.startsWith('\uFEFF') ? 1 : 0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  offsetOf({ line, column }: { readonly line: number; readonly column: number }): number {
    return (this.starts[line - 1] ?? 0) + column - 1;
  }

  endOfLine(offset: number): number {
    const close = this.text.indexOf('\n', offset);
    return close < 0 ? this.text.length : close;
  }

  /** The white space before the first character of a thing, up to the beginning of its line. */
  indentOf(place: { readonly line: number; readonly column: number }): string {
    const offset = this.offsetOf(place);
    return this.text.slice(offset - place.column + 1, offset);
  }
}

/** In place of the number, inside its quotes if it has some; behind the `=` if there is none. */
function newValue(lines: Lines, entry: NetEntry, to: number): TextEdit {
  const { text } = lines;
  const equals = text.indexOf('=', lines.offsetOf(entry));
  if (entry.value !== '') {
    const start = text.indexOf(entry.value, equals);
    return { start, end: start + entry.value.length, text: String(to) };
  }
  const [, blanks = '', quotes = ''] =
    /^([ \t]*)("""|'''|["']?)/.exec(text.slice(equals + 1, lines.endOfLine(equals))) ?? [];
  if (quotes !== '') {
    const start = equals + 1 + blanks.length + quotes.length;
    return { start, end: start, text: String(to) };
  }
  // A comment may follow, and needs a blank before it no more than the number does.
  const start = equals + 1 + Math.min(blanks.length, 1);
  return { start, end: start, text: blanks === '' ? ` ${to}` : String(to) };
}

function portInHeader(lines: Lines, section: NetSection, to: number): TextEdit {
  const start = lines.offsetOf(section);
  const header = lines.text.slice(start, lines.text.indexOf(']', start));
  const [digits = ''] = /\d+(?=["']?\s*$)/.exec(header) ?? [];
  const at = start + header.lastIndexOf(digits);
  return { start: at, end: at + digits.length, text: String(to) };
}

function newLine(lines: Lines, section: NetSection, line: string): TextEdit {
  const { text } = lines;
  const [neighbour] = section.entries.length > 0 ? section.entries : section.sections;
  const indent = neighbour === undefined ? lines.indentOf(section) + INDENT : lines.indentOf(neighbour);
  const close = text.indexOf('\n', lines.offsetOf(section));
  if (close >= 0) {
    const lineEnd = text[close - 1] === '\r' ? '\r\n' : '\n';
    return { start: close + 1, end: close + 1, text: `${indent}${line}${lineEnd}` };
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return { start: text.length, end: text.length, text: `${lineEnd}${indent}${line}` };
}
