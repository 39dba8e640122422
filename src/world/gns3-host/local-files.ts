import { closeSync, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import type { FilePart, HostFiles, PartOf } from './host-files.ts';

/** What is read at a time of a file that does not tell its size. */
const CHUNK_BYTES = 64 * 1024;

/** The files of this host; in tests those of a folder that stands for `/`. */
export class LocalFiles implements HostFiles {
  readonly denied = new Set<string>();
  private readonly root: string;

  constructor(root = '') {
    this.root = root;
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    return this.unlessGone(folder, (path) => readdirSync(path));
  }

  async link(path: string): Promise<string | undefined> {
    return this.unlessGone(path, (below) => readlinkSync(below));
  }

  async read(path: string, part: PartOf): Promise<FilePart | undefined> {
    return this.unlessGone(path, (below) => readPart(below, part));
  }

  private unlessGone<T>(path: string, read: (below: string) => T): T | undefined {
    try {
      return read(`${this.root}${path}`);
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') this.denied.add(path);
      // What the system refuses is no error here.
      else if (syscall === undefined) throw error;
      return undefined;
    }
  }
}

function readPart(path: string, { most, from = 0, atEnd = false }: PartOf): FilePart {
  const file = openSync(path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(file);
    const start = atEnd ? Math.max(0, size - most) : from;
    const chunks: Buffer[] = [];
    let read = 0;
    while (read < most) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, most - read));
      const count = readSync(file, chunk, 0, chunk.length, start + read);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      read += count;
    }
    return { bytes: Buffer.concat(chunks), size, changedMs: mtimeMs };
  } finally {
    closeSync(file);
  }
}
