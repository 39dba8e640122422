import { mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { HeldFolder } from '../../files/held-folder.ts';

/** What the system said, in the words that Dynamips passes on. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ELOOP: 'Permission denied',
};

/**
 * The one place on disk that an embedded hypervisor writes to. Anybody who reaches its port may tell it to
 * write a file, so it never leaves this directory: not through `..`, not through a symbolic link, one that
 * comes there in the last moment included, and not through a second name of a file elsewhere. Where a folder
 * cannot be held by a descriptor (macOS, Windows), one that is replaced by a link in the last moment may get
 * a new file elsewhere; what was there before is never written to.
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

  /**
   * Puts a file in the place of an old one of that name, too. Where the folder is, is asked when it is held:
   * a link that comes into its place meanwhile changes nothing. Returns why not, or undefined when it is
   * done.
   */
  async write(path: string, text: string): Promise<string | undefined> {
    const wanted = resolve(this.current, path);
    if (wanted === this.root || wanted === this.current) return REASONS.EISDIR;
    let folder: HeldFolder | undefined;
    try {
      folder = await HeldFolder.open(dirname(wanted));
      if (!this.holds(folder.path)) return 'Permission denied';
      await folder.replace(basename(wanted), text);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    } finally {
      await folder?.close();
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
