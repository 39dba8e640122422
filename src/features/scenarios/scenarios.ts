import { InputError } from '../../core/errors/input-error.ts';
import { didYouMean } from '../../core/text/nearest-word.ts';
import { readShipped } from './live/read-shipped.ts';
import type { ScenariosResult } from './result.ts';

/**
 * Lists the scenarios that came with the program, by name; `folder` is where they lie. With a name that one
 * alone, with its text. Throws `InputError` if there is none of that name.
 */
export async function scenarios(folder: string, name?: string): Promise<ScenariosResult> {
  const all = await readShipped(folder);
  const chosen = name === undefined ? all.map(({ text: _, ...one }) => one) : all.filter((one) => one.name === name);
  if (name !== undefined && chosen.length === 0) {
    const names = all.map((one) => one.name);
    throw new InputError('USAGE', `there is no scenario "${name}"${didYouMean(name, names)}`, {
      next: 'niostat scenarios lists the scenarios',
    });
  }
  return { schemaVersion: 1, outcome: 'clean', folder, scenarios: chosen };
}
