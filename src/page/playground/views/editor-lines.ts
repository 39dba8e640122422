import { type Element, el } from '../../../output/markup/markup.ts';
import { SEVERITY_SIGNS } from '../../views/severity-signs.ts';
import type { Remark } from '../remark.ts';

/** The lines that the editor shows now, from `first`, counted from 1. */
export interface VisibleLines {
  readonly first: number;
  readonly last: number;
}

/** The numbers of the lines, with a sign where something is said of one. */
export function gutterLines({ first, last }: VisibleLines, byLine: ReadonlyMap<number, Remark>): readonly Element[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const line = first + index;
    const remark = byLine.get(line);
    return el(
      'div',
      { key: line, class: remark === undefined ? 'line' : `line is-${remark.severity}` },
      remark !== undefined && el('span', { class: 'sign' }, SEVERITY_SIGNS[remark.severity]),
      String(line),
    );
  });
}

/** What is said of a line, behind its end, a finding by its name alone; notes are in the list. */
export function besideLines({ first, last }: VisibleLines, byLine: ReadonlyMap<number, Remark>): readonly Element[] {
  return [...byLine]
    .filter(([line, { severity }]) => line >= first && line <= last && severity !== 'note')
    .map(([line, { severity, message, finding }]) =>
      el(
        'div',
        { key: line, class: `beside-line is-${severity}`, 'data-line': line },
        el('span', { dir: 'auto' }, finding === undefined ? message : `${finding.id} ${finding.slug}`),
      ),
    );
}
