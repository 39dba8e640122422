/** The answers of GNS3 have six levels: a list of nodes with ports with names of data links. */
const MAX_DEPTH = 64;

/**
 * Values and lists in one answer. A node of GNS3 has some 100 and a link 25: 1,000 nodes and 5,000 links are
 * 225,000. What a value costs is up to 100 bytes, so that no answer costs more than 200 MiB.
 */
const MAX_VALUES = 2_000_000;

export type BoundedJson = { readonly value: unknown } | { readonly why: string };

/**
 * Parses JSON that may mean harm: lists within lists, and very many small values, would cost a hundred times
 * the memory of their text. Says why not for what is not JSON, or has too much in it. Never throws.
 */
export function parseBoundedJson(bytes: Uint8Array): BoundedJson {
  const why = tooMuch(bytes);
  if (why !== undefined) return { why };
  try {
    return { value: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) };
  } catch {
    return { why: bytes.length === 0 ? 'it is empty' : 'it is not JSON' };
  }
}

/** Counts brackets and commas outside of strings. */
function tooMuch(bytes: Uint8Array): string | undefined {
  let [depth, values] = [0, 0];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === QUOTE) index = endOfString(bytes, index);
    else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth++;
      values++;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
    if (depth > MAX_DEPTH) return `it has more than ${MAX_DEPTH} lists within each other`;
    if (values > MAX_VALUES) return `it has more than ${MAX_VALUES} values`;
  }
  return undefined;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The index of the quote that ends the string which begins at `start`, or of the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  let index = start + 1;
  while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1;
  return index;
}
