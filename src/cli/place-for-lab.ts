import { join } from 'node:path';
import { InputError } from '../core/errors/input-error.ts';
import { listed } from '../core/text/listed.ts';
import { oneLine } from '../core/text/one-line.ts';
import { commandWord } from '../core/text/shell-word.ts';
import { kindOfWord } from '../world/files/kind-of-word.ts';
import { labsInFolder } from '../world/files/labs-in-folder.ts';

/** More labs than this are not named to choose from. */
const MAX_NAMED = 3;

/**
 * The error of a command that wants lab files and was given a folder or a pattern; the labs that it may mean
 * are named where they are few.
 */
export async function placeForLab(word: string, command: string): Promise<InputError> {
  const all = `niostat check ${commandWord(word)} checks each of its labs`;
  if (kindOfWord(word) === 'pattern') {
    return new InputError('ENOENT', `there is no file ${oneLine(word)}, and ${command} takes files, not patterns`, {
      next: `name the lab files; ${all}`,
    });
  }
  // What cannot be read has no lab that could be named.
  const names = (await labsInFolder(word).catch(() => undefined)) ?? [];
  const labs = names.map((name) => join(word, name));
  const [first] = labs;
  if (first === undefined) {
    return new InputError('NOT_A_FILE', `${oneLine(word)} is a folder, and ${command} takes lab files`, {
      next: `name the lab file in it; ${all}`,
    });
  }
  const some = labs.length <= MAX_NAMED ? `: it has ${oneLine(listed(labs))}` : '';
  return new InputError('NOT_A_FILE', `${oneLine(word)} is a folder, and ${command} takes lab files${some}`, {
    next: `name one, as in niostat ${command} ${commandWord(first)}; ${all}`,
  });
}
