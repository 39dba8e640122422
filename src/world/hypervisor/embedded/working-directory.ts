import { constants } from 'node:fs';
import { mkdir, open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** What the system said, in the words that Dynamips passes on. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ELOOP: 'Permission denied',
};

/**
 * The one place on disk that an embedded hypervisor writes to. Anybody who reaches its port may tell it to
 * write a file, so it never leaves this directory, not through `..` and not through a symbolic link.
 */
export class WorkingDirectory {
  private readonly root: string;
  private current: string;

  private constructor(root: string) {
    this.root = root;
    this.current = root;
  }

  /** Makes the directory if it is not there, but not those above it. */
  static async open(path: string): Promise<WorkingDirectory> {
    try {
      await mkdir(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
    }
    return new WorkingDirectory(await realpath(path));
  }

  /** Where it is, whatever it was changed to since. */
  get path(): string {
    return this.root;
  }

  /** Returns why not, or undefined when it is done. */
  async change(path: string): Promise<string | undefined> {
    try {
      const target = await realpath(resolve(this.current, path));
      if (!this.holds(target)) return 'Permission denied';
      if (!(await stat(target)).isDirectory()) return 'Not a directory';
      this.current = target;
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Writes a file, over an old one too, as Dynamips does. Returns why not, or undefined when it is done. */
  async write(path: string, text: string): Promise<string | undefined> {
    try {
      const wanted = resolve(this.current, path);
      if (wanted === this.root || wanted === this.current) return REASONS.EISDIR;
      const folder = await realpath(dirname(wanted));
      if (!this.holds(folder)) return 'Permission denied';
      // A pipe that nobody reads must fail and not wait.
      const flags =
        constants.O_WRONLY |
        constants.O_CREAT |
        constants.O_TRUNC |
        (constants.O_NOFOLLOW ?? 0) |
        (constants.O_NONBLOCK ?? 0);
      const file = await open(join(folder, relative(dirname(wanted), wanted)), flags, 0o644);
      try {
        // A device or a pipe that somebody has put here would swallow the text, or wait for ever.
        if (!(await file.stat()).isFile()) return 'Permission denied';
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  private holds(path: string): boolean {
    const way = relative(this.root, path);
    return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way));
  }
}

function reasonOf(error: unknown): string {
  return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? 'Permission denied';
}
