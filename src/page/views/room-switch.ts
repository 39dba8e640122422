import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/**
 * With `plan` the lab before and after, with `links` what was seen and what should be there: one of two that
 * the page shows. None where there is only one.
 */
export function roomSwitch({ data, choices }: Scene): Element | undefined {
  if (data.after !== undefined) {
    return segments('after', choices.isAfter, { legend: 'Lab', off: 'Before', on: 'After the changes' });
  }
  if (data.links !== undefined && data.labs.length > 0) {
    return segments('expected', choices.isExpected, { legend: 'Links', off: 'As seen', on: 'As the lab says' });
  }
  return undefined;
}

function segments(
  action: string,
  isOn: boolean,
  { legend, off, on }: { readonly legend: string; readonly off: string; readonly on: string },
): Element {
  const button = (word: '0' | '1', title: string): Element => {
    const isPressed = isOn === (word === '1') ? 'true' : 'false';
    return el(
      'button',
      { type: 'button', key: word, 'data-do': `${action}:${word}`, 'aria-pressed': isPressed },
      title,
    );
  };
  return el(
    'div',
    { class: 'segments', key: action, role: 'group', 'aria-label': legend },
    button('0', off),
    button('1', on),
  );
}
