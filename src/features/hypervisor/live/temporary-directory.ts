import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldError } from '../../../core/errors/world-error.ts';
import { ANOTHER_DIRECTORY } from '../remedies.ts';

interface TemporaryDirectory {
  readonly path: string;
  /** Deletes it with all that is in it; may be called twice. */
  remove(): void;
}

/**
 * Makes a directory of its own, which goes with the process at the latest. Throws `WorldError` if the system
 * does not let it.
 */
export async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await newDirectory();
  const remove = (): void => {
    process.removeListener('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  // Also when the reader of the log goes away, which ends the process on the spot.
  process.once('exit', remove);
  return { path, remove };
}

async function newDirectory(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'niostat-'));
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    throw new WorldError(code, `cannot make a temporary directory: ${message}`, { next: ANOTHER_DIRECTORY });
  }
}
