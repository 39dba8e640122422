import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import type { FilePart, HostFiles, PartOf } from './host-files.ts';

/** What is read at a time of a file that does not tell its size. */
const CHUNK_BYTES = 64 * 1024;

const PROC = '/proc';

/** The files of this host; `proc` is a folder that stands for /proc in tests. */
export class LocalFiles implements HostFiles {
  readonly denied = new Set<string>();
  private readonly proc: string;

  constructor(proc = PROC) {
    this.proc = proc;
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    return this.unlessGone(folder, (place) => readdirSync(place));
  }

  async link(path: string): Promise<string | undefined> {
    return this.unlessGone(path, (place) => readlinkSync(place));
  }

  async read(path: string, part: PartOf): Promise<FilePart | undefined> {
    return this.unlessGone(path, (place) => readPart(place, part));
  }

  private unlessGone<T>(path: string, read: (place: string) => T): T | undefined {
    try {
      return read(path === PROC || path.startsWith(`${PROC}/`) ? this.proc + path.slice(PROC.length) : path);
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') this.denied.add(path);
      // What the system refuses is no error here.
      else if (syscall === undefined) throw error;
      return undefined;
    }
  }
}

/** Most files are some bytes long: memory for the longest part would cost more than to read them. */
let scratch: Buffer | undefined;

function readPart(path: string, { most, from = 0, atEnd = false }: PartOf): FilePart {
  // What is no file, such as a pipe that nobody writes into, must not hold up this process.
  scratch ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const about = fstatSync(file);
    const { size, mtimeMs } = about;
    if (!about.isFile()) return { bytes: Buffer.alloc(0), size: 0, changedMs: mtimeMs };
    const start = atEnd ? Math.max(0, size - most) : from;
    const chunks: Buffer[] = [];
    let read = 0;
    while (read < most) {
      const count = readSync(file, scratch, 0, Math.min(CHUNK_BYTES, most - read), start + read);
      if (count === 0) break;
      chunks.push(Buffer.from(scratch.subarray(0, count)));
      read += count;
    }
    return { bytes: Buffer.concat(chunks), size, changedMs: mtimeMs };
  } finally {
    closeSync(file);
  }
}
