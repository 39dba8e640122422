import { isAscii } from 'node:buffer';
import { present } from '../../core/present.ts';
import { LoadError } from './load-error.ts';

/** How a text stands in its file if not as UTF-8: with a byte order mark, which the text keeps. */
export type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * Bytes as text. UTF-8 with or without a byte order mark, and UTF-16 with one, which Notepad of Windows
 * writes as "Unicode". Throws `LoadError` with the place of the first byte that is neither.
 */
export function decodeText(bytes: Buffer, name: string): { text: string; encoding?: Utf16 } {
  // Most labs are; so read, a text takes one byte for each character, and no decoder is made.
  if (isAscii(bytes)) return { text: bytes.toString('latin1') };
  const encoding = markOf(bytes);
  try {
    return present({ text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), encoding });
  } catch {
    const place = placeOfBadByte(bytes, encoding, name);
    throw new LoadError(
      'NOT_UTF8',
      encoding === undefined
        ? `${place}: not UTF-8 text; save the file as UTF-8 (iconv -t UTF-8)`
        : `${place}: not UTF-16 text, though the file begins with its byte order mark; save it as UTF-8`,
      shapeOf(bytes),
    );
  }
}

/** The bytes of a text that was read from a file with this encoding: its byte order mark is in the text. */
export function encodeText(text: string, encoding: Utf16 | undefined): Buffer {
  if (encoding === undefined) return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

function markOf(bytes: Buffer): Utf16 | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/**
 * UTF-16 without a byte order mark is UTF-8 with NUL bytes, and no lab: says so. Every other character of a
 * lab is ASCII, and so is its first.
 */
export function refuseUnmarkedUtf16(bytes: Buffer, name: string): void {
  const [first, second] = bytes;
  const order = second === 0 && first !== 0 ? 'LE' : first === 0 && second !== 0 ? 'BE' : undefined;
  if (order === undefined || bytes.length < 4 || bytes.length % 2 !== 0) return;
  const other = bytes[order === 'LE' ? 3 : 2];
  if (other !== 0) return;
  throw new LoadError(
    'NOT_UTF8',
    `${name}:1:1: this looks like UTF-16 without a byte order mark; save the file as UTF-8 (iconv -f UTF-16${order} -t UTF-8)`,
    shapeOf(bytes),
  );
}

/** All that marks a lab is ASCII, in nearly every encoding that is not UTF-16 with a NUL at its side. */
function shapeOf(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\0', '');
}

function placeOfBadByte(bytes: Buffer, encoding: Utf16 | undefined, name: string): string {
  const good = new TextDecoder(encoding).decode(bytes.subarray(0, goodLength(bytes, encoding)), { stream: true });
  const lines = good.split('\n');
  return `${name}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** How many bytes at the beginning are text, found by halving. */
function goodLength(bytes: Buffer, encoding: Utf16 | undefined): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    // A character that is cut in the middle is not an error: the stream goes on.
    if (isPrefix(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function isPrefix(bytes: Buffer, encoding: Utf16 | undefined): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
