import { join, relative, sep } from 'node:path';
import { InputError } from '../../core/errors/input-error.ts';
import { nearestWord } from '../../core/text/nearest-word.ts';
import { kindOfWord } from './kind-of-word.ts';
import { ownNamesIn } from './own-files.ts';

const ENDING = '.yaml';

/** Below the folder of scenarios: the labs that lessons play. They have names too, and are in no list. */
const OF_LESSONS = join('lessons', 'labs');

/** The names of the scenarios in a folder, in order: the names of its files without the ending. */
export function scenarioNames(folder: string): string[] {
  return ownNamesIn(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

/** The file of a scenario as the user can name it: from the folder of the run, if it lies there. */
export function scenarioPath(folder: string, name: string): string {
  const path = join(folder, `${name}${ENDING}`);
  const near = relative(process.cwd(), path);
  return near.startsWith(`..${sep}`) ? path : near;
}

/**
 * The file that a word means: of the user's if there is one, else that of the scenario which is called so, or
 * of the lab of a lesson. With `guesses`, throws `InputError` for a word that is nearly the name of one. Any
 * other word stays as it is: that there is no such file is said when it is read.
 */
export async function scenarioOrFile(
  word: string,
  folder: string,
  { guesses }: { readonly guesses: boolean },
): Promise<string> {
  if (word === '' || word === '-' || /[/\\]/.test(word) || isThere(word)) return word;
  const names = scenarioNames(folder);
  if (names.includes(word)) return scenarioPath(folder, word);
  const labs = scenarioNames(join(folder, OF_LESSONS));
  if (labs.includes(word)) return scenarioPath(join(folder, OF_LESSONS), word);
  // What has an ending, or a host's domain, is no slip of the keyboard in a name.
  const nearest = !guesses || word.includes('.') ? undefined : nearestWord(word, [...names, ...labs]);
  if (nearest === undefined) return word;
  throw new InputError('ENOENT', `there is no file and no scenario "${word}"; did you mean ${nearest}?`, {
    next: 'niostat scenarios lists the scenarios',
  });
}

function isThere(path: string): boolean {
  return ['file', 'folder'].includes(kindOfWord(path));
}
