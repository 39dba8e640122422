import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/**
 * The largest file that is read at all. The largest published lab is 20 KB and a generated one of a million
 * links 64 MB; past that somebody named the wrong file, and reading on would only take memory.
 */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file that could not be read, as a value: it is expected to happen. */
export interface LoadFailure {
  /** Like the errno names of Node, and `TOO_LARGE`, `NOT_UTF8`, `NOT_A_FILE`. */
  readonly code: string;
  readonly message: string;
}

export type LoadedText = { readonly text: string } | { readonly failure: LoadFailure };

/**
 * Reads a UTF-8 file; `-` reads standard input, opened only then. The only place where lab files come from
 * disk.
 */
export async function loadText(path: string, stdin: () => Readable): Promise<LoadedText> {
  try {
    return path === '-' ? decode(await readAll(stdin()), '(stdin)') : decode(await readFile(path), path);
  } catch (error) {
    return { failure: describe(error, path) };
  }
}

class LoadError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

async function readFile(path: string): Promise<Buffer> {
  const info = await stat(path);
  if (info.isDirectory()) throw new LoadError('NOT_A_FILE', `${path} is a directory; name the lab file in it`);
  if (info.isFile() && info.size > MAX_FILE_BYTES) throw tooLarge(path);
  const file = await open(path);
  try {
    // A device or a pipe has no size; it is read like one that may never end.
    return info.isFile() ? await file.readFile() : await readAll(file.createReadStream({ autoClose: false }));
  } finally {
    await file.close();
  }
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    size += bytes.length;
    if (size > MAX_FILE_BYTES) throw tooLarge('the input');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): LoadError {
  return new LoadError(
    'TOO_LARGE',
    `${name} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB: this is not a lab file`,
  );
}

function decode(bytes: Buffer, name: string): LoadedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const good = new TextDecoder('utf-8').decode(bytes.subarray(0, utf8Length(bytes)), { stream: true });
    const lines = good.split('\n');
    const place = `${name}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
    return {
      failure: { code: 'NOT_UTF8', message: `${place}: not UTF-8 text; save the file as UTF-8 (iconv -t UTF-8)` },
    };
  }
}

/** How many bytes at the beginning are UTF-8, found by halving. */
function utf8Length(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    // A character that is cut in the middle is not an error: the stream goes on.
    if (isUtf8Prefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isUtf8Prefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is not a directory',
};

function describe(error: unknown, path: string): LoadFailure {
  if (error instanceof LoadError) return { code: error.code, message: error.message };
  const { code = 'UNKNOWN', message = String(error) } = error as NodeJS.ErrnoException;
  return { code, message: `cannot read ${path}: ${REASONS[code] ?? message}` };
}
