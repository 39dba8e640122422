import { type Element, el } from '../../../output/markup/markup.ts';
import { SEVERITY_SIGNS } from '../../views/severity-signs.ts';
import { signMark } from '../../views/sign-mark.ts';
import type { LabSide } from '../lab-side.ts';
import type { Remark } from '../remark.ts';

/** More are only counted: nobody reads them, and they would hold up the typing. */
const MAX_LISTED = 50;

/** What is wrong, a line for each, with the way to the line and the change that mends it. */
export function remarkList({ remarks, mends, mendsAll, question }: LabSide): Element {
  const nothing = question === undefined ? 'No problem and no finding.' : 'Findings come after your answer.';
  const rest = remarks.length - MAX_LISTED;
  return el(
    'div',
    { key: 'remarks', class: 'remarks', id: 'remarks' },
    mendsAll !== undefined && el('p', { key: 'all' }, mendButton('all', mendsAll)),
    remarks.length === 0 && el('p', { key: 'none' }, nothing),
    el(
      'ul',
      { key: 'list' },
      remarks.slice(0, MAX_LISTED).map((remark, index) => item(remark, index, mends.get(remark))),
      rest > 0 && el('li', { key: 'rest' }, `and ${rest} more`),
    ),
  );
}

function item(remark: Remark, index: number, mend: string | undefined): Element {
  const { severity, line, message, finding } = remark;
  const id = finding === undefined ? '' : ` ${finding.id}`;
  const name = [signMark(SEVERITY_SIGNS[severity]), ` ${severity}${id}`];
  return el(
    'li',
    { key: index, class: `remark is-${severity}` },
    line === undefined
      ? el('span', { key: 'place', class: 'place' }, name)
      : el(
          'button',
          { key: 'line', type: 'button', class: 'place', 'data-do': `line:${index}` },
          name,
          ` · line ${line}`,
        ),
    el('span', { key: 'message', class: 'message', dir: 'auto' }, message),
    mend !== undefined && mendButton(String(index), mend),
  );
}

function mendButton(which: string, text: string): Element {
  return el('button', { key: 'mend', type: 'button', class: 'mend', 'data-do': `mend:${which}` }, text);
}
