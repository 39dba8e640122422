import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { REASONS } from './reasons.ts';

/** No secret of ours has more than a few hundred characters: a larger file is the wrong one. */
const MAX_BYTES = 4096;

/** Read and write for the user alone, as ssh wants it of a key. */
const OTHERS = 0o077;

/** A secret of one line, or why there is none, in words that do not tell it. */
export type LoadedSecret =
  /** `mode` is that of a file which others may use, too, such as `644`. */
  { readonly text: string; readonly mode?: string } | { readonly code: string; readonly why: string };

/**
 * Reads a file that holds one secret and a line break at the most; a pipe, such as that of `<(…)` in a shell,
 * is read in the same way. Of standard input, `-`, only the first line is read, so that it can be typed.
 */
export async function loadSecret(path: string, stdin: () => Readable): Promise<LoadedSecret> {
  try {
    if (path === '-') return secretIn(await firstLine(stdin()));
    const file = await open(path, 'r');
    try {
      const info = await file.stat();
      if (info.isDirectory()) return { code: 'NOT_A_FILE', why: 'it is a directory' };
      const secret = secretIn(await beginningOf(file.createReadStream({ autoClose: false, highWaterMark: MAX_BYTES })));
      // Windows has no such permissions.
      const isOpen = info.isFile() && process.platform !== 'win32' && (info.mode & OTHERS) !== 0;
      return isOpen && 'text' in secret ? { ...secret, mode: (info.mode & 0o777).toString(8) } : secret;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    return { code, why: REASONS[code] ?? message };
  }
}

function secretIn(bytes: Buffer): LoadedSecret {
  if (bytes.length > MAX_BYTES) return { code: 'TOO_LARGE', why: `it is larger than ${MAX_BYTES / 1024} KiB` };
  const text = bytes.toString('latin1').replace(/\r?\n$/, '');
  return text === '' ? { code: 'EMPTY', why: 'it is empty' } : { text };
}

/** All of it, or one byte more than a secret may have. */
async function beginningOf(stream: Readable): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, Buffer.from(chunk as Buffer)]);
    if (bytes.length > MAX_BYTES) break;
  }
  return bytes.subarray(0, MAX_BYTES + 1);
}

async function firstLine(stream: Readable): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, Buffer.from(chunk as Buffer)]);
    const end = bytes.indexOf('\n');
    if (end >= 0) return bytes.subarray(0, end + 1);
    if (bytes.length > MAX_BYTES) break;
  }
  return bytes.subarray(0, MAX_BYTES + 1);
}
