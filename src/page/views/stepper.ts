import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The bar of buttons that move through the steps. */
export function stepper({ state: { step }, lastStep, choices }: Scene): Element {
  const button = (action: string, text: string, isOff: boolean) =>
    el('button', { key: action, type: 'button', 'data-do': action, 'aria-disabled': isOff && 'true' }, text);
  return el(
    'div',
    { class: 'stepper', role: 'group', 'aria-label': 'Steps' },
    button('first', 'First', step === 0),
    button('back', 'Back', step === 0),
    button('play', choices.isPlaying ? 'Pause' : 'Play', lastStep === 0),
    button('forward', 'Forward', step === lastStep),
    button('last', 'Last', step === lastStep),
    el('input', {
      key: 'slider',
      type: 'range',
      min: 0,
      max: lastStep,
      value: step,
      'data-do': 'step',
      'aria-label': 'Step',
    }),
    el('span', { key: 'count' }, `${step} / ${lastStep}`),
    button('print', 'Print', false),
    button('keys', '? keys', false),
  );
}
