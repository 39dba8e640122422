import { type Element, el } from '../../output/markup/markup.ts';

/** Puts a text on the clipboard; `what` names it for those who do not see what it stands beside. */
export function copyButton(text: string, what: string): Element {
  return el(
    'button',
    { type: 'button', class: 'copy', 'data-do': 'copy', 'data-text': text },
    'Copy',
    el('span', { class: 'visually-hidden' }, ` ${what}`),
  );
}
