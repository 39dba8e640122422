import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { withoutSpaces } from '../../core/lab/hypervisor.ts';
import { present } from '../../core/present.ts';
import { LoadError } from './load-error.ts';
import { carriedText } from './own-files.ts';
import { isArchive, PROJECT_FILE, readProject } from './project-archive.ts';
import { decodeText, refuseUnmarkedUtf16, type Utf16 } from './text-encoding.ts';
import { whyNotRead } from './why-not-read.ts';

/**
 * The largest file that is read at all. The largest published lab is 20 KB and a generated one of a million
 * links 64 MB; past that somebody named the wrong file, and reading on would only take memory.
 */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file that could not be read, as a value: it is expected to happen. */
export interface LoadFailure {
  /** Like the errno names of Node, and `TOO_LARGE`, `NOT_UTF8`, `NOT_A_FILE`, `BAD_ARCHIVE`. */
  readonly code: string;
  readonly message: string;
  /**
   * Of bytes that are no text, a character for each but NUL: enough to see whether they mean to be a lab in
   * another encoding.
   */
  readonly shape?: string;
}

/** A text, and how it stands in its file. */
export interface FileText {
  readonly text: string;
  /** Undefined for UTF-8. */
  readonly encoding?: Utf16;
  /** The file in the archive that was named, if it was one; then nothing can be written back. */
  readonly within?: string;
}

export type LoadedText = FileText | { readonly failure: LoadFailure };

/**
 * Reads a text file, UTF-8 or UTF-16 with a byte order mark, or the project in a portable project of GNS3;
 * `-` reads standard input, opened only then. The only place where lab files come from disk.
 */
export async function loadText(path: string, stdin: () => Readable): Promise<LoadedText> {
  try {
    const own = carriedText(path);
    if (own !== undefined) return { text: own };
    return path === '-' ? await textOf(await readAll(stdin()), '(stdin)') : await readFile(path);
  } catch (error) {
    return { failure: describe(error, path) };
  }
}

/** A file is read at one go: threads and promises of Node take longer to set up than a lab to read. */
async function readFile(path: string): Promise<FileText> {
  const info = statSync(path);
  if (info.isDirectory()) throw new LoadError('NOT_A_FILE', `${path} is a folder; name the lab file in it`);
  // A device or a pipe has no size, and may be waited for; it is read like one that may never end.
  if (!info.isFile()) return await textOf(await readAll(createReadStream(path)), path);
  const file = openSync(path, 'r');
  try {
    // An archive may have any size: only its directory and its project are read.
    if (isArchive(firstBytes(file)))
      return projectText(
        await readProject(async () => (await archives()).openArchiveFile(file, info.size), path),
        path,
      );
    if (info.size > MAX_FILE_BYTES) throw tooLarge(path);
    return await textOf(readFileSync(file), path);
  } finally {
    closeSync(file);
  }
}

function firstBytes(file: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    size += bytes.length;
    if (size > MAX_FILE_BYTES) throw isArchive(chunks[0] ?? bytes) ? archiveTooLarge() : tooLarge('the input');
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

/** The directory of an archive is at its end, and what comes through a pipe cannot be skipped. */
function archiveTooLarge(): LoadError {
  return new LoadError(
    'TOO_LARGE',
    `(stdin): a portable project of more than ${MAX_FILE_BYTES / 1024 / 1024} MiB is not read from standard input; name the file instead of -`,
  );
}

async function textOf(bytes: Buffer, name: string): Promise<FileText> {
  if (isArchive(bytes)) {
    return projectText(await readProject(async () => (await archives()).openArchiveBytes(bytes), name), name);
  }
  refuseUnmarkedUtf16(bytes, name);
  return decodeText(bytes, name);
}

/** The ZIP library comes with the first archive: most runs read none. */
function archives(): Promise<typeof import('./open-archive.ts')> {
  return import('./open-archive.ts');
}

function projectText(bytes: Buffer, name: string): FileText {
  return { ...decodeText(bytes, `${name}:${PROJECT_FILE}`), within: PROJECT_FILE };
}

function describe(error: unknown, path: string): LoadFailure {
  if (error instanceof LoadError) {
    const { code, message, shape } = error;
    return present({ code, message, shape });
  }
  const { code = 'UNKNOWN', message = String(error) } = error as NodeJS.ErrnoException;
  const address = code === 'ENOENT' ? withoutSpaces(path) : undefined;
  const hint = address === undefined ? '' : `; if it is an address, remove the spaces: ${address}`;
  return { code, message: `cannot read ${path === '' ? '""' : path}: ${whyNotRead(path, code, message)}${hint}` };
}
