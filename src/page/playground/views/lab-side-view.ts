import { groupBy } from '../../../core/group-by.ts';
import { type Element, el } from '../../../output/markup/markup.ts';
import { numberForm } from '../../views/number-form.ts';
import type { LabSide } from '../lab-side.ts';
import { remarkList } from './remark-list.ts';

/** The side with the text: a lab to choose, the editor, what is wrong at which line. */
export function labSideView(side: LabSide): readonly Element[] {
  return [
    el(
      'div',
      { key: 'bar', class: 'lab-bar' },
      scenarioMenu(side),
      button('share', 'Copy link', { title: 'Copy the address of this page, which holds the lab' }),
      button('predict', 'Predict first', {
        'aria-pressed': String(side.isPredicting),
        title: 'Cover the ports until you have typed one',
      }),
    ),
    EDITOR,
    ...(side.question === undefined
      ? []
      : [numberForm({ id: 'guess', key: 'guess', class: 'guess', submit: 'guess', label: side.question })]),
    el('p', { key: 'said', class: 'lab-said', role: 'status' }, side.said),
    remarkList(side),
  ];
}

/** On a small screen: which side is shown. */
export function tabsView({ tab, remarks }: LabSide): readonly Element[] {
  const errors = remarks.filter(({ severity }) => severity === 'error').length;
  return [
    button('tab:lab', errors === 0 ? 'Lab' : `Lab · ✗ ${errors}`, { 'aria-pressed': String(tab === 'lab') }),
    button('tab:page', 'Picture', { 'aria-pressed': String(tab === 'page') }),
  ];
}

function button(action: string, text: string, attributes: Readonly<Record<string, string>> = {}): Element {
  return el('button', { key: action, type: 'button', 'data-do': action, ...attributes }, text);
}

function scenarioMenu({ scenarios, scenario }: LabSide): Element {
  const groups = [...groupBy(scenarios, ({ group }) => group)];
  return el(
    'label',
    { key: 'scenario', class: 'scenario' },
    el('span', {}, 'Lab'),
    el(
      'select',
      { 'data-do': 'scenario' },
      el('option', { key: 'own', value: '', selected: scenario === '' }, 'your own'),
      groups.map(([group, list]) =>
        el(
          'optgroup',
          { key: group, label: group },
          list.map(({ name, title }) => el('option', { key: name, value: name, selected: name === scenario }, title)),
        ),
      ),
    ),
  );
}

/**
 * One value for all, so that what the editor puts into it stays: the text, where it is scrolled to, the
 * numbers of its lines.
 */
const EDITOR = el(
  'div',
  { key: 'editor', class: 'editor' },
  el('div', { class: 'gutter', 'aria-hidden': 'true' }),
  el(
    'div',
    { class: 'paper' },
    el('div', { class: 'beside', 'aria-hidden': 'true' }),
    el('textarea', {
      id: 'lab-text',
      'aria-label': 'Lab: a scenario in YAML, a .net file or a GNS3 project',
      'aria-describedby': 'remarks',
      wrap: 'off',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
    }),
  ),
);
