import { type Element, el } from '../../output/markup/markup.ts';
import { PACES } from '../actions.ts';
import type { Scene } from '../scene.ts';

/** The bar of buttons that move through the steps. */
export function stepper({ state: { step }, lastStep, choices }: Scene): Element {
  const isFirst = step === 0;
  const isLast = step === lastStep;
  const { isPlaying, isQuiz, open } = choices;
  return el(
    'div',
    { class: 'stepper', key: 'stepper', role: 'group', 'aria-label': 'Steps' },
    el(
      'div',
      { class: 'moves', key: 'moves' },
      move('first', 'First step', 'M5 5v14M19 5 8 12l11 7z', isFirst),
      move('back', 'Step back', 'M17 5 6 12l11 7z', isFirst),
      isPlaying ? move('play', 'Pause', 'M7 5v14M17 5v14', false) : move('play', 'Play', PLAY, lastStep === 0),
      move('forward', 'Step forward', 'M7 5l11 7-11 7z', isLast),
      move('last', 'Last step', 'M19 5v14M5 5l11 7-11 7z', isLast),
    ),
    slider(step, lastStep),
    el('span', { class: 'steps', key: 'count' }, el('b', {}, String(step)), ` / ${lastStep}`),
    pace(choices.pace),
    el(
      'div',
      { class: 'others', key: 'others' },
      toggle('quiz', 'Quiz', isQuiz),
      el('button', { type: 'button', key: 'print', 'data-do': 'print' }, 'Print'),
      toggle('keys', '? Keys', open.has('keys')),
    ),
  );
}

/** A triangle in a ring: it plays, where the one without goes a single step. */
const PLAY = 'M12 2.5a9.5 9.5 0 1 0 .01 0M10 8l6 4-6 4z';

/**
 * A button that only has a sign. Where it can do nothing it keeps its place among the keys of the keyboard:
 * a button that is `disabled` would lose the focus at the last step.
 */
function move(action: string, label: string, path: string, isOff: boolean): Element {
  return el(
    'button',
    {
      type: 'button',
      key: action,
      'data-do': action,
      'aria-label': label,
      title: label,
      'aria-disabled': isOff && 'true',
    },
    el('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' }, el('path', { d: path })),
  );
}

function slider(step: number, lastStep: number): Element {
  return el('input', {
    type: 'range',
    key: 'slider',
    class: 'slider',
    min: 0,
    max: lastStep,
    value: step,
    'data-do': 'step',
    'aria-label': 'Step',
    'aria-valuetext': `Step ${step} of ${lastStep}`,
  });
}

/** How long playing stays at a step. */
function pace(chosen: number): Element {
  return el(
    'label',
    { class: 'pace', key: 'pace' },
    el('span', {}, 'Pace'),
    el(
      'select',
      { 'data-do': 'pace' },
      PACES.map((seconds) => el('option', { value: seconds, selected: seconds === chosen }, `${seconds} s`)),
    ),
  );
}

function toggle(action: string, label: string, isOn: boolean): Element {
  return el(
    'button',
    { type: 'button', key: action, 'data-do': action, 'aria-pressed': isOn ? 'true' : 'false' },
    label,
  );
}
