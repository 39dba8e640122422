import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { looksLikeLab } from '../../core/lab/looks-like-lab.ts';
import { loadText } from './load-text.ts';

/** A folder with more entries is no place in which one lab lies by itself. */
const MAX_ENTRIES = 1000;

/** Most files with these endings are something else: more are not opened to look for a lab. */
const MAX_OPENED = 20;

/** The largest published lab has 20 KB; a larger file is named by its user, and not read by chance. */
const MAX_BYTES = 1024 * 1024;

/** Only labs are called so. */
const SURE = /\.(net|gns3|gns3project|gns3p)$/i;

/** Labs and much else are called so: what is in it tells. */
const UNSURE = /\.(ya?ml|json)$/i;

/**
 * The lab files in a folder, by name. Looks at names, and into a few files whose name does not tell; of a
 * folder with too many entries or such files nothing is known, and nothing is returned. Rejects if the folder
 * cannot be read.
 */
export async function labsInFolder(folder: string): Promise<string[] | undefined> {
  const names: string[] = [];
  let entries = 0;
  for await (const entry of await opendir(folder)) {
    if (++entries > MAX_ENTRIES) return undefined;
    const { name } = entry;
    if (name.startsWith('.') || !(SURE.test(name) || UNSURE.test(name))) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(join(folder, name))))) names.push(name);
  }
  const unsure = names.filter((name) => UNSURE.test(name));
  if (unsure.length > MAX_OPENED) return undefined;
  const isLab = await Promise.all(unsure.map((name) => isLabInside(join(folder, name))));
  const labs = [...names.filter((name) => SURE.test(name)), ...unsure.filter((_, index) => isLab[index])].sort();
  // In a command, a name that begins with a hyphen would be a flag.
  return labs.map((name) => (name.startsWith('-') ? `./${name}` : name));
}

/** Also for a link to one; a link that leads nowhere is no file. */
function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function isLabInside(path: string): Promise<boolean> {
  if ((await stat(path)).size > MAX_BYTES) return false;
  const loaded = await loadText(path, () => Readable.from([]));
  return !('failure' in loaded) && looksLikeLab(loaded.text, path);
}
