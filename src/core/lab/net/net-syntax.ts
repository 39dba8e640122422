import type { ProblemList } from '../problem.ts';

/** `key = value`, the value exactly as written, without the quotes around it: nothing is ever unescaped. */
export interface NetEntry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  /** Column of the key. */
  readonly column: number;
}

/** A bracketed section with its entries and the sections below it, in file order. */
export interface NetSection {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly entries: readonly NetEntry[];
  readonly sections: readonly NetSection[];
}

interface OpenSection extends NetSection {
  readonly entries: NetEntry[];
  readonly sections: OpenSection[];
  /** First line of each key and each section name, once there are more than a few to look through. */
  keys: Map<string, number> | undefined;
  names: Map<string, number> | undefined;
}

/**
 * Up to here looking through a list is faster than a map; a device has about ten entries, a large file
 * 100,000 devices.
 */
const FEW = 16;

/**
 * The most brackets a section may have. Dynagen uses two; more than this is not a lab file, and without a
 * bound a line of a million brackets would nest a million sections.
 */
const MAX_DEPTH = 8;

/**
 * Reads the ConfigObj syntax that Dynagen and GNS3 0.8 write: depth by brackets and never by indentation, LF
 * or CRLF, `#` comments, values that may hold `=`, `:` and `,`. Every line is looked at once. Returns the
 * whole file as a section without a name; what could not be read is in `problems`.
 */
export function readNetSyntax(text: string, problems: ProblemList): NetSection {
  const lines = new LineReader(text);
  const stack: OpenSection[] = [openSection('', 1, 1)];
  for (let line = lines.next(); line !== undefined && !problems.isFull; line = lines.next()) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) readHeader(line, lines, stack, problems);
    else readEntry(line, lines, stack.at(-1) as OpenSection, problems);
  }
  return stack[0] as OpenSection;
}

/**
 * Gives out a text line by line, without the white space around; a byte order mark is no part of the first
 * line.
 */
class LineReader {
  /** Of the line that was given out last; the column is that of its first character. */
  line = 0;
  column = 1;
  private readonly text: string;
  private start: number;

  constructor(text: string) {
    this.text = text;
    this.start = text.startsWith('\uFEFF') ? 1 : 0;
  }

  next(): string | undefined {
    const { text, start } = this;
    if (start >= text.length) return undefined;
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    let from = start;
    while (from < end && isBlank(text.charCodeAt(from))) from++;
    let to = end;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    this.start = end + 1;
    this.line++;
    this.column = from - start + 1;
    return text.slice(from, to);
  }

  /**
   * The text from here up to `mark`, line breaks included, and past the end of its line; undefined if there
   * is none.
   */
  upTo(mark: string): string | undefined {
    const close = this.text.indexOf(mark, this.start);
    if (close < 0) return undefined;
    const between = this.text.slice(this.start, close);
    this.line += between.split('\n').length;
    const end = this.text.indexOf('\n', close);
    this.start = end < 0 ? this.text.length : end + 1;
    return between;
  }
}

/** Space, tab, carriage return and the other controls that white space is made of. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0;
}

function readEntry(text: string, lines: LineReader, section: OpenSection, problems: ProblemList): void {
  const { line, column } = lines;
  const equals = text.indexOf('=');
  if (equals <= 0) {
    problems.error(`neither a [section] nor "key = value"${hint(text)}`, line, column);
    return;
  }
  const key = unquote(text.slice(0, equals).trimEnd());
  let value = text.slice(equals + 1).trimStart();
  const triple = isQuote(value[0]) ? TRIPLE_QUOTES.find((mark) => value.startsWith(mark)) : undefined;
  if (triple !== undefined && !(value.length >= 6 && value.endsWith(triple))) {
    const rest = lines.upTo(triple);
    if (rest === undefined) {
      problems.error(`the ${triple} that opens here is never closed`, line, column + text.indexOf(triple, equals));
      return;
    }
    value = `${value}\n${rest}${triple}`;
  }
  const first = firstLineOfKey(section, key);
  if (first !== undefined) {
    problems.error(`"${key}" is set twice in this section, first in line ${first}`, line, column);
    return;
  }
  section.keys?.set(key, line);
  section.entries.push({ key, value: cleanValue(value), line, column });
}

function openSection(name: string, line: number, column: number): OpenSection {
  return { name, line, column, entries: [], sections: [], keys: undefined, names: undefined };
}

function firstLineOfKey(section: OpenSection, key: string): number | undefined {
  const { entries } = section;
  if (entries.length <= FEW) return entries.find((entry) => entry.key === key)?.line;
  section.keys ??= new Map(entries.map((entry) => [entry.key, entry.line]));
  return section.keys.get(key);
}

function firstLineOfName(section: OpenSection, name: string): number | undefined {
  const { sections } = section;
  if (sections.length <= FEW) return sections.find((one) => one.name === name)?.line;
  section.names ??= new Map(sections.map((one) => [one.name, one.line]));
  return section.names.get(name);
}

function readHeader(text: string, { line, column }: LineReader, stack: OpenSection[], problems: ProblemList): void {
  const depth = countWhile(text, 0, '[');
  const close = text.indexOf(']', depth);
  const name = unquote(text.slice(depth, close < 0 ? undefined : close).trim());
  const closing = close < 0 ? 0 : countWhile(text, close, ']');
  const rest = close < 0 ? '' : text.slice(close + closing).trim();
  if (closing !== depth || name === '' || (rest !== '' && !rest.startsWith('#'))) {
    problems.error('a section is written [name] or [[name]], with as many ] as [', line, column);
    return;
  }
  if (depth > MAX_DEPTH) {
    problems.error(`sections may be nested ${MAX_DEPTH} deep at most; this one has ${depth} brackets`, line, column);
    return;
  }
  if (depth > stack.length) {
    problems.error(
      depth === 2
        ? 'a device in [[ ]] stands above the first hypervisor: a line such as [localhost:7200] must come before it'
        : `a section in ${depth} brackets needs one in ${depth - 1} brackets above it`,
      line,
      column,
    );
    return;
  }
  stack.length = depth;
  const parent = stack[depth - 1] as OpenSection;
  const first = firstLineOfName(parent, name);
  if (first !== undefined) {
    problems.error(`section "${name}" is there twice, first in line ${first}`, line, column);
  }
  if (first === undefined) parent.names?.set(name, line);
  const section = openSection(name, line, column);
  parent.sections.push(section);
  stack.push(section);
}

/** How many of `mark` stand in a row from `from` on. */
function countWhile(text: string, from: number, mark: string): number {
  let count = 0;
  while (text[from + count] === mark) count++;
  return count;
}

const TRIPLE_QUOTES = ['"""', "'''"];
const QUOTES = [...TRIPLE_QUOTES, '"', "'"];

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** Takes off one pair of quotes, or a comment behind an unquoted value; what is inside stays as it is. */
function cleanValue(value: string): string {
  if (!isQuote(value[0])) {
    const comment = value.indexOf('#');
    return comment < 0 ? value : value.slice(0, comment).trimEnd();
  }
  const quote = QUOTES.find((mark) => value.startsWith(mark)) ?? '"';
  const close = value.indexOf(quote, quote.length);
  if (close < 0) return value;
  const rest = value.slice(close + quote.length).trim();
  return rest === '' || rest.startsWith('#') ? value.slice(quote.length, close) : value;
}

function unquote(name: string): string {
  const quote = name[0];
  return name.length >= 2 && isQuote(quote) && name.endsWith(quote as string) ? name.slice(1, -1).trim() : name;
}

function hint(line: string): string {
  if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) return ': this is a merge conflict marker; resolve the conflict first';
  return '';
}
