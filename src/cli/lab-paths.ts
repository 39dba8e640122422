import { join } from 'node:path';
import { InputError } from '../core/errors/input-error.ts';
import { someOf } from '../core/text/listed.ts';
import { commandWord } from '../core/text/shell-word.ts';
import { labsInFolder } from '../world/files/labs-in-folder.ts';
import { scenarioOrFile } from '../world/files/shipped-scenarios.ts';
import { say } from './remarks.ts';

/** More names in a message than this are not read. */
const MAX_NAMED = 5;

/**
 * The files that words mean: a scenario may be called by its name. `root` is the folder of the program. Where
 * words may be hosts too, none is taken for a slip of the keyboard (`guesses`).
 */
export async function filesOf(
  words: readonly string[],
  { root, guesses }: { readonly root: string; readonly guesses: boolean },
): Promise<string[]> {
  return Promise.all(words.map((word) => scenarioOrFile(word, join(root, 'scenarios'), { guesses })));
}

/**
 * The only lab in the folder of the run, for a command without one; which one it is is remarked. Throws
 * `InputError` if there is none, or several. `command` is what the user has typed.
 */
export async function onlyLabHere(command: string): Promise<string> {
  const labs = await labsInFolder('.').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(error.code ?? 'USAGE', 'which lab? This folder cannot be read', named(command));
  });
  if (labs === undefined) {
    throw new InputError('USAGE', 'which lab? This folder has too many files to look for one', named(command));
  }
  const [only, another] = labs;
  if (only === undefined) {
    throw new InputError('USAGE', 'which lab? There is none in this folder', named(command));
  }
  if (another !== undefined) {
    const all = command === 'check' ? '; niostat check . checks each of them' : '';
    throw new InputError('USAGE', `which lab? This folder has ${someOf(labs, MAX_NAMED)}`, {
      next: `name one or several, as in niostat ${command} ${commandWord(only)}${all}`,
    });
  }
  say(`using ${only}, the only lab in this folder`);
  return only;
}

/** What to do without a lab. */
function named(command: string): { readonly next: string } {
  const below = command === 'check' ? 'niostat check . looks into all folders below this one; ' : '';
  return {
    next: `name one, as in niostat ${command} lab.net; ${below}niostat scenarios lists those that come with niostat`,
  };
}
