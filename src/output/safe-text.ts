import { UNSAFE } from '../core/text/unsafe.ts';

/** Most text is so, and looking for that is faster than to replace nothing. */
const PLAIN = /^[ -~]*$/;

/** Text from a file or the network as it may be printed: each unsafe character becomes `·`. */
export function safeText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSAFE, '·');
}

/** A result with every string in it made safe; numbers and the shape stay. */
export function safeResult<T>(result: T): T {
  return walk(result) as T;
}

/**
 * What is safe already is handed on as it is: a result may have hundreds of thousands of strings, and hardly
 * any is hostile.
 */
function walk(value: unknown, key = ''): unknown {
  // What is to be pasted has lines, and they are the product's own.
  if (typeof value === 'string') return key === 'paste' ? value.split('\n').map(safeText).join('\n') : safeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return walkArray(value);
  let copy: Record<string, unknown> | undefined;
  for (const name in value) {
    const child = (value as Record<string, unknown>)[name];
    const safe = walk(child, name);
    if (safe === child) continue;
    copy ??= { ...value };
    copy[name] = safe;
  }
  return copy ?? value;
}

function walkArray(values: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, child] of values.entries()) {
    const safe = walk(child);
    if (safe === child) continue;
    copy ??= [...values];
    copy[index] = safe;
  }
  return copy ?? values;
}

/** JSON in which every unsafe character is escaped, so that it can be shown and still means the same. */
export function safeJson(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2));
}

/** The same on one line, for JSON Lines. */
export function safeJsonLine(value: unknown): string {
  return escaped(JSON.stringify(value));
}

/**
 * What is unsafe in JSON, which has escaped the controls below 0x20 itself: those that are left are the line
 * breaks of its layout.
 */
const UNSAFE_IN_JSON = new RegExp(UNSAFE.source.replace('\\u0000-\\u001f', ''), UNSAFE.flags);

function escaped(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  );
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
