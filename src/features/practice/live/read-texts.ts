import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadText } from '../../../world/files/load-text.ts';
import { REASONS } from '../../../world/files/reasons.ts';
import { pause } from '../../../world/network/pause.ts';
import type { Texts } from '../labs-of-files.ts';

/**
 * How often files are read. Events of file systems do not come from network drives, from Windows under WSL
 * and in some containers; times of files are too coarse on some systems to tell two saves apart. The files
 * are small, so they are read.
 */
const EVERY_MS = 250;

/** An editor may take a file away for a moment, to replace it, or write it in pieces. */
const SETTLE_MS = 150;

/** A lab of a practice has twenty lines. */
const MOST_BYTES = 1024 * 1024;

/** The texts of some files, and in a sentence what is wrong with one that is there and cannot be read. */
export interface Reading {
  readonly texts: Texts;
  readonly unreadable: readonly string[];
}

/** Reads files of a folder; those that are not there are not in the result. */
export async function readTexts(folder: string, names: readonly string[]): Promise<Reading> {
  const texts: Record<string, string> = {};
  const unreadable: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const odd = oddness(path);
    const loaded = odd === undefined ? await loadText(path, () => Readable.from([])) : { failure: odd };
    if ('text' in loaded) texts[name] = loaded.text;
    else if (loaded.failure.code !== 'ENOENT') unreadable.push(told(name, path, loaded.failure.message));
  }
  return { texts, unreadable };
}

/** A sentence that begins with the place, as `lab.yaml:1:2: not UTF-8 text`: the folder is known. */
function told(name: string, path: string, message: string): string {
  return message.startsWith(`${path}:`) ? `${name}${message.slice(path.length)}` : `${name}: ${message}`;
}

/** What is not read: a pipe would be waited for. */
function oddness(path: string): { readonly code: string; readonly message: string } | undefined {
  try {
    const info = statSync(path);
    if (!info.isFile()) return { code: 'NOT_A_FILE', message: 'it is not a file' };
    return info.size > MOST_BYTES ? { code: 'TOO_LARGE', message: 'it is larger than 1 MiB' } : undefined;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    // Without its folder it is not there either.
    return { code: code === 'ENOTDIR' ? 'ENOENT' : code, message: `it cannot be read: ${REASONS[code] ?? message}` };
  }
}

/**
 * Reads files again and again until the signal, and hands on what is not as it was the last time, once it
 * stays as it is.
 */
export async function watchTexts(
  folder: string,
  names: readonly string[],
  { from, onChange, signal }: { from: Reading; onChange: (reading: Reading) => void; signal: AbortSignal },
): Promise<void> {
  let last = keyOf(from);
  while (!signal.aborted) {
    await pause(EVERY_MS, signal);
    let reading = await readTexts(folder, names);
    if (keyOf(reading) === last) continue;
    for (let before = ''; before !== keyOf(reading) && !signal.aborted; ) {
      before = keyOf(reading);
      await pause(SETTLE_MS, signal);
      reading = await readTexts(folder, names);
    }
    if (signal.aborted || keyOf(reading) === last) continue;
    last = keyOf(reading);
    onChange(reading);
  }
}

function keyOf(reading: Reading): string {
  return JSON.stringify(reading);
}
