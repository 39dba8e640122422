import { type Element, el } from '../../output/markup/markup.ts';

/** What a form asks for, and what it is called. */
export interface NumberQuestion {
  /** Of its field. */
  readonly id: string;
  readonly key: string;
  readonly class: string;
  /** The action that takes the number. */
  readonly submit: string;
  readonly label: string;
}

/** A form for one answer: a port, or how many. */
export function numberForm({ id, key, class: ofClass, submit, label }: NumberQuestion): Element {
  return el(
    'form',
    { key, class: ofClass, 'data-submit': submit },
    el('label', { for: id }, label),
    el('input', {
      id,
      type: 'text',
      inputmode: 'numeric',
      pattern: '[0-9]{1,6}',
      autocomplete: 'off',
      required: true,
    }),
    el('button', { type: 'submit' }, 'Answer'),
  );
}
