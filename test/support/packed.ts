import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const run = promisify(execFile);

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

export interface Packed {
  /** Paths in the package, sorted. */
  readonly files: readonly string[];
  /** Bytes of the archive, and of what is in it. */
  readonly size: number;
  readonly unpackedSize: number;
}

/**
 * Packs the project as `npm publish` would, and installs that into `folder`; needs a build, and no network.
 */
export async function installPackage(folder: string): Promise<Packed> {
  // What is packed is the build that the tests are about, so that npm must not make another one.
  const args = ['pack', '--ignore-scripts', '--offline', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: ROOT, timeout: LIMIT_MS, maxBuffer: 1 << 24 });
  const [{ filename, files, size, unpackedSize }] = JSON.parse(stdout);
  const target = join(folder, 'node_modules', 'niostat');
  mkdirSync(target, { recursive: true });
  await run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components', '1'], { timeout: LIMIT_MS });
  // The packages that it depends on are those of the project: no others, so that one that is forgotten is
  // missed.
  const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  return { files: files.map(({ path }: { path: string }) => path).sort(), size, unpackedSize };
}

/** Runs Node in a folder; gives what it prints, or fails with it. */
export async function runNode(folder: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(process.execPath, [...args], { cwd: folder, timeout: LIMIT_MS });
    if (stderr !== '') throw new Error(stderr);
    return stdout;
  } catch (error) {
    const { message, stdout = '' } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout}`);
  }
}
