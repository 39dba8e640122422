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
  return isSamePicture(readFileSync(path, 'utf8'), pictureOf(done))
    ? undefined
    : `${step.picture} does not show:\n${lines.join('\n')}`;
}

/** True if two pictures show the same words in the same looks, times, process ids and the like aside. */
export function isSamePicture(one: string, other: string): boolean {
  if (settled(one) === one && settled(other) === other) return one === other;
  return wordsOf(one) === wordsOf(other);
}

/** The words of a picture with their looks: where they stand depends on how long a time or an id is. */
function wordsOf(picture: string): string {
  let words = picture.replace(/ (x|y|width|height|viewBox|textLength)="[^"]*"|<\/?text[^>]*>/g, '');
  for (let before = ''; before !== words; ) {
    before = words;
    words = words.replace(/(<tspan(| class="[^"]*")>[^<]*)<\/tspan>\s*<tspan\2>/g, '$1 ');
  }
  return settled(words.replace(/>\s+</g, '><').replace(/\s+/g, ' '));
}

/** The picture of a step. What the command says behind a `#` is its description. */
export function pictureOf({ step, output }: Done): string {
  const [, command = step.command, description = ''] = /^(.*?) +# (.*)$/.exec(step.command) ?? [];
  return terminalPicture({ command, description, output, columns: COLUMNS });
}
