import { close, constants, open, read, stat } from 'node:fs';
import { promisify } from 'node:util';

/** `compressed`, `not-an-image`: readable, and nothing that Dynamips starts. */
export type FileState = 'usable' | 'missing' | 'not-a-file' | 'not-readable' | 'compressed' | 'not-an-image';

/** ELF of 32 bits, big endian: what Dynamips starts (docs/FACTS.md, "Hypervisor protocol"). */
const IOS_MAGIC = Buffer.from('\x7fELF\x01\x02\x01', 'latin1');

/** First bytes of archives in which images are passed around: gzip, ZIP, bzip2, xz, 7-Zip, RAR. */
const ARCHIVE_MAGICS = ['\x1f\x8b', 'PK\x03\x04', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!'].map((magic) =>
  Buffer.from(magic, 'latin1'),
);

/**
 * Whether this user could read a file of this host, and for an image whether Dynamips takes such a one. Asked
 * in a thread, for a file system may be far away; `node:fs/promises` would take 2 ms to load.
 */
export async function fileState(path: string, kind: 'image' | 'text'): Promise<FileState> {
  let file: number | undefined;
  try {
    // A pipe or a device would be waited for.
    if (!(await promisify(stat)(path)).isFile()) return 'not-a-file';
    file = await promisify(open)(path, constants.O_RDONLY);
    if (kind === 'text') return 'usable';
    const { buffer, bytesRead } = await promisify(read)(file, Buffer.alloc(IOS_MAGIC.length), 0, IOS_MAGIC.length, 0);
    return imageState(buffer.subarray(0, bytesRead));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'not-readable';
  } finally {
    if (file !== undefined) await promisify(close)(file);
  }
}

function imageState(start: Buffer): FileState {
  if (start.equals(IOS_MAGIC)) return 'usable';
  const isArchive = ARCHIVE_MAGICS.some((magic) => start.subarray(0, magic.length).equals(magic));
  return isArchive ? 'compressed' : 'not-an-image';
}
