import type { ProblemList } from '../problem.ts';
import { LineStarts, type Position } from './line-starts.ts';

/**
 * A GNS3 project nests nine deep. Reading goes down by recursion, so that far deeper text would exhaust the
 * stack.
 */
const MAX_DEPTH = 64;

/**
 * One JSON value and the offset at which it begins. A key that is written twice has its last value, as in
 * Python.
 */
export type JsonNode =
  | { readonly type: 'object'; readonly at: number; readonly entries: ReadonlyMap<string, JsonNode> }
  | { readonly type: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly type: 'string'; readonly at: number; readonly value: string }
  | { readonly type: 'number'; readonly at: number; readonly value: number }
  | { readonly type: 'boolean'; readonly at: number; readonly value: boolean }
  | { readonly type: 'null'; readonly at: number };

export interface JsonDocument {
  readonly root: JsonNode;
  positionOf(node: { readonly at: number }): Position;
}

/**
 * Reads JSON and keeps where each value stands, in one pass and linear time. Undefined if it is none: then
 * the problem is in `problems`, at the very character. Takes NaN and Infinity, which Python's json module
 * writes and reads.
 */
export function readJsonText(text: string, problems: ProblemList): JsonDocument | undefined {
  const lines = new LineStarts(text);
  try {
    const root = new JsonScanner(text).document();
    return { root, positionOf: ({ at }) => lines.positionOf(at) };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { line, column } = lines.positionOf(error.at);
    problems.error(error.message, line, column);
    return undefined;
  }
}

class NotJson extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const WORDS: ReadonlyArray<readonly [string, boolean | number | null]> = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

const NOT_THE_END = 'this is not JSON: more text stands behind its end';

class JsonScanner {
  private readonly text: string;
  private at: number;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    // Editors of Windows put a byte order mark before the text; it says nothing.
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  document(): JsonNode {
    this.skipSpace();
    const root = this.value();
    this.skipSpace();
    if (this.at < this.text.length) {
      const second =
        'a second value begins here, and a JSON file has one: remove it, or move it into a file of its own';
      throw this.comment() ?? new NotJson(/[{[]/.test(this.text[this.at] ?? '') ? second : NOT_THE_END, this.at);
    }
    return root;
  }

  private value(): JsonNode {
    const { at, text } = this;
    switch (text[at]) {
      case '{':
        return this.nested(() => this.object(at));
      case '[':
        return this.nested(() => this.array(at));
      case '"':
        return { type: 'string', at, value: this.string() };
      default:
        return this.wordOrNumber(at);
    }
  }

  private nested(read: () => JsonNode): JsonNode {
    if (++this.depth > MAX_DEPTH) throw new NotJson(`values nest more than ${MAX_DEPTH} deep here`, this.at);
    this.at++;
    const node = read();
    this.depth--;
    return node;
  }

  private object(at: number): JsonNode {
    const entries = new Map<string, JsonNode>();
    this.skipSpace();
    for (let isFirst = true; !this.take('}'); isFirst = false) {
      if (!isFirst) this.need(',', 'a comma or "}"');
      this.skipSpace();
      if (this.text[this.at] !== '"') throw this.unexpected('a key in quotes');
      const key = this.string();
      this.skipSpace();
      this.need(':', 'a colon');
      this.skipSpace();
      entries.set(key, this.value());
      this.skipSpace();
    }
    return { type: 'object', at, entries };
  }

  private array(at: number): JsonNode {
    const items: JsonNode[] = [];
    this.skipSpace();
    for (let isFirst = true; !this.take(']'); isFirst = false) {
      if (!isFirst) this.need(',', 'a comma or "]"');
      this.skipSpace();
      items.push(this.value());
      this.skipSpace();
    }
    return { type: 'array', at, items };
  }

  /** Most strings have no backslash and are cut out of the text; only the others are decoded. */
  private string(): string {
    const { text } = this;
    const start = this.at;
    let hasEscape = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x5c) {
        hasEscape = true;
        at++;
      } else if (code === 0x22) {
        this.at = at + 1;
        return hasEscape ? this.decoded(start, at + 1) : text.slice(start + 1, at);
      } else if (code < 0x20) {
        throw new NotJson('this is not JSON: a line end or control character inside a text', at);
      }
    }
    throw new NotJson('the file ends inside a text that begins here: a part of it is missing', start);
  }

  private decoded(start: number, end: number): string {
    try {
      return JSON.parse(this.text.slice(start, end)) as string;
    } catch {
      throw new NotJson('this is not JSON: a backslash in this text is followed by something it does not know', start);
    }
  }

  private wordOrNumber(at: number): JsonNode {
    const { text } = this;
    for (const [word, value] of WORDS) {
      if (!text.startsWith(word, at)) continue;
      this.at += word.length;
      if (value === null) return { type: 'null', at };
      return typeof value === 'number' ? { type: 'number', at, value } : { type: 'boolean', at, value };
    }
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = at;
    const [written] = number.exec(text) ?? [];
    if (written === undefined) throw this.unexpected('a value');
    this.at += written.length;
    return { type: 'number', at, value: Number(written) };
  }

  private skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private take(mark: string): boolean {
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  private need(mark: string, what: string): void {
    if (!this.take(mark)) throw this.unexpected(what);
  }

  private comment(): NotJson | undefined {
    const isComment = /^(?:\/[/*]|#)/.test(this.text.slice(this.at, this.at + 2));
    return isComment ? new NotJson('JSON has no comments: remove this one, and all others', this.at) : undefined;
  }

  private unexpected(what: string): NotJson {
    if (this.at >= this.text.length) {
      return new NotJson(`the file ends where ${what} should stand: a part of it is missing`, this.text.length);
    }
    return this.comment() ?? new NotJson(`this is not JSON: expected ${what} here`, this.at);
  }
}
