import { type Element, el } from '../../output/markup/markup.ts';
import { copyButton } from './copy-button.ts';

/** Command lines, each with a button that copies it. */
export function commandLines(commands: readonly string[]): Element | undefined {
  if (commands.length === 0) return undefined;
  return el(
    'ul',
    { class: 'command-lines' },
    commands.map((command) => el('li', { key: command }, el('code', {}, command), copyButton(command, command))),
  );
}
