import { UNSAFE } from '../core/text/unsafe.ts';

/** Text from a file or the network as it may be printed: each unsafe character becomes `·`. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, '·');
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
  if (Array.isArray(value)) {
    const safe = value.map((child) => walk(child));
    return safe.every((child, index) => child === value[index]) ? value : safe;
  }
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

/** JSON in which every unsafe character is escaped, so that it can be shown and still means the same. */
export function safeJson(value: unknown): string {
  return escaped(JSON.stringify(value, null, 2));
}

/** The same on one line, for JSON Lines. */
export function safeJsonLine(value: unknown): string {
  return escaped(JSON.stringify(value));
}

function escaped(json: string): string {
  // JSON has escaped the controls below 0x20 itself; a line break that is left is the layout's.
  return json.replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  );
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
