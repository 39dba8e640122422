import { Readable } from 'node:stream';
import { InputError } from '../../../core/errors/input-error.ts';
import { loadText } from '../../../world/files/load-text.ts';
import { writeWhole } from '../../../world/files/write-file.ts';

/** The text of a result file; undefined where there is none yet. Throws `InputError` if it cannot be read. */
export async function readQuizFile(path: string): Promise<string | undefined> {
  const loaded = await loadText(path, () => Readable.from([]));
  if (!('failure' in loaded)) return loaded.text;
  const { code, message } = loaded.failure;
  if (code === 'ENOENT') return undefined;
  throw new InputError('UNREADABLE', message, { next: 'name another file with --write' });
}

/** Writes it whole or not at all. */
export async function writeQuizFile(path: string, text: string): Promise<void> {
  await writeWhole(path, text, { overwrites: true });
}
