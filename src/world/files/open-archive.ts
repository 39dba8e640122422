import { fromBufferPromise, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { WindowedFile } from './windowed-file.ts';

/** Opens an archive that is read from disk; the descriptor stays its caller's to close. */
export function openArchiveFile(file: number, size: number): Promise<ZipFile> {
  return fromRandomAccessReaderPromise(new WindowedFile(file), size, { autoClose: false });
}

/** Opens an archive that came through a pipe. */
export function openArchiveBytes(bytes: Buffer): Promise<ZipFile> {
  return fromBufferPromise(bytes);
}
