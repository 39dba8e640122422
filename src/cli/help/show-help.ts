import { join } from 'node:path';
import type { Page } from '../../output/paint.ts';
import { areOwnFilesCarried } from '../../world/files/own-files.ts';
import type { Program } from '../program/program.ts';
import { programModel } from '../program/program-model.ts';
import { outputDevice, print } from '../standard-output.ts';
import { type Appearance, columnsFrom, pageFor } from '../terminal.ts';
import { unknownCommand } from '../usage-error.ts';
import { commandHelp } from './command-help.ts';
import { rootHelp } from './root-help.ts';
import { shortName } from './short-name.ts';

/** Where lines are not seen they are as wide as on the smallest terminal. */
const COLUMNS_OF_NO_TERMINAL = 80;

/** Prints the help of the program, or of the command that is named. Throws `InputError` if there is none. */
export function showHelp(command: string | undefined, program: Program, { color }: Pick<Appearance, 'color'>): void {
  const model = programModel(program);
  const page = helpPage(color);
  if (command === undefined) {
    print(`${rootHelp(model, page, areOwnFilesCarried() ? shortName(program.bin, ownWords(program)) : undefined)}\n`);
    return;
  }
  const found = model.commands.find(({ name }) => name === command);
  if (found === undefined) throw unknownCommand(command);
  // Inside of the one file a page cannot be opened.
  const pathOf = (path: string): string | undefined => (areOwnFilesCarried() ? undefined : join(program.root, path));
  print(`${commandHelp(found, model, page, pathOf)}\n`);
}

/** How a program of one file is started: by itself, or by Node, Bun or Deno. */
function ownWords({ root }: Program): readonly string[] {
  if (root === process.execPath) return [root];
  if (process.versions['deno'] !== undefined) return ['deno', 'run', '--allow-all', root];
  return [process.versions['bun'] === undefined ? 'node' : 'bun', root];
}

function helpPage(color: boolean | undefined): Page {
  const page = pageFor(outputDevice(), process.env, { color, wide: false, verbose: false });
  return Number.isFinite(page.width) ? page : { ...page, width: columnsFrom(process.env) ?? COLUMNS_OF_NO_TERMINAL };
}
