import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** More than any of our files has: others are passed over. */
const MAX_FILES = 1000;

/** A small file that a later run reads. */
export interface StateFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Where files are kept that outlive a run: `$XDG_STATE_HOME/niostat`, by default `~/.local/state/niostat`
 * (XDG Base Directory Specification, which passes over a relative path).
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: named = '' } = env;
  return join(isAbsolute(named) ? named : join(homedir(), '.local', 'state'), 'niostat');
}

/** Writes a new file, which only this user reads. Returns why that was not possible, such as `EACCES`. */
export async function writeStateFile({ name, text }: StateFile): Promise<string | undefined> {
  const folder = stateFolder();
  try {
    makeFolder(folder, 0o700);
    await chmod(folder, 0o700);
    await writeFile(join(folder, name), text, { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

/** The files whose names begin like this; none where the folder cannot be read. */
export async function readStateFiles(prefix: string): Promise<StateFile[]> {
  const folder = stateFolder();
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.startsWith(prefix));
  const files = await Promise.all(
    names.slice(0, MAX_FILES).map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [{ name, text }];
    }),
  );
  return files.flat();
}

/** Removes a file, if it is there and may be removed. */
export async function removeStateFile(name: string): Promise<void> {
  await rm(join(stateFolder(), name), { force: true }).catch(() => undefined);
}
