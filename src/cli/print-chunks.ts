import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { standardOutput } from './standard-output.ts';

/** So much is written at once: a write for each line would cost more than to make the lines. */
const CHUNK = 65_536;

/** Prints text as it comes, no faster than it is read: a slow reader costs no memory. */
export async function printChunks(texts: Iterable<string>, output: Writable = standardOutput()): Promise<void> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    if (!output.write(chunk)) await once(output, 'drain');
    chunk = '';
  }
  if (chunk !== '') output.write(chunk);
}
