/** Whether a page still shows what a step prints. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCurrent, settled } from './printed-output.ts';
import { COLUMNS, type Done } from './stage.ts';
import { terminalPicture } from './terminal-picture.ts';

/**
 * Why what the page shows is not what the step prints now; undefined if it is. `root`: where pictures are.
 */
export function staleness(done: Done, root: string): string | undefined {
  const { step, lines } = done;
  if (step.picture === undefined) {
    return isCurrent(step.shown, lines) ? undefined : `shown:\n${step.shown.join('\n')}\nprinted:\n${lines.join('\n')}`;
  }
  const path = join(root, step.picture);
  if (!existsSync(path)) return `${step.picture} is missing`;
  return comparable(readFileSync(path, 'utf8')) === comparable(pictureOf(done))
    ? undefined
    : `${step.picture} does not show:\n${lines.join('\n')}`;
}

/** Where a time or an id is longer, what follows stands elsewhere. */
function comparable(picture: string): string {
  return settled(picture).replace(/ (x|textLength)="[^"]*"/g, '');
}

/** The picture of a step. What the command says behind a `#` is its description. */
export function pictureOf({ step, output }: Done): string {
  const [, command = step.command, description = ''] = /^(.*?) +# (.*)$/.exec(step.command) ?? [];
  return terminalPicture({ command, description, output, columns: COLUMNS });
}
