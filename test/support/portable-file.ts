import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Folder } from './cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Writes niostat-portable.cjs of what has been built into a folder of its own; gives its path. */
export async function portableFile(): Promise<string> {
  const path = join(new Folder().path, 'niostat-portable.cjs');
  const script =
    "import { writePortable } from './scripts/release/portable.mjs'; await writePortable(process.argv[1]);";
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, path], { cwd: ROOT });
  return path;
}
