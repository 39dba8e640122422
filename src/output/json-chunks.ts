import { safeJson } from './safe-text.ts';

/**
 * Elements that are turned into text at once: enough that a write costs nothing, and little enough to be held
 * in memory.
 */
const ELEMENTS_PER_CHUNK = 2000;

/**
 * A result as JSON, indented by two, in pieces: the whole of a large one is longer than a JavaScript string
 * may be. Put together the pieces are what `safeJson` makes.
 */
export function* jsonChunks(result: unknown): Generator<string, void, undefined> {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    yield safeJson(result);
    return;
  }
  const entries = Object.entries(result).filter(([, value]) => value !== undefined);
  if (entries.length === 0) {
    yield '{}';
    return;
  }
  for (const [index, [key, value]] of entries.entries()) {
    yield `${index === 0 ? '{\n' : ',\n'}  ${safeJson(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* arrayChunks(value);
    else yield indented(safeJson(value), 2);
  }
  yield '\n}';
}

function* arrayChunks(values: readonly unknown[]): Generator<string, void, undefined> {
  for (let start = 0; start < values.length; start += ELEMENTS_PER_CHUNK) {
    const texts = values.slice(start, start + ELEMENTS_PER_CHUNK).map((value) => `    ${indented(safeJson(value), 4)}`);
    yield `${start === 0 ? '[\n' : ',\n'}${texts.join(',\n')}`;
  }
  yield '\n  ]';
}

/** No text within JSON has a line break of its own. */
function indented(json: string, by: number): string {
  return json.replaceAll('\n', `\n${' '.repeat(by)}`);
}
