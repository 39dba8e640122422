import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { nextBlock } from '../../../output/prose.ts';
import type { PracticeRow } from '../practice.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Exercise' },
  { title: 'Here' },
  { title: 'Minutes' },
  { title: 'After lesson' },
  { title: 'What it is about', wraps: true },
];

/** The exercises in the order in which they are best done, and the next one. */
export function renderPracticeList(rows: readonly PracticeRow[], page: Page): string {
  const cells = rows.map(({ id, title, minutes, after, state = '-' }) => [
    id,
    state,
    String(minutes),
    after.join(', ') || '-',
    title,
  ]);
  const next = rows.find(({ state }) => state === 'begun') ?? rows.find(({ state }) => state === undefined);
  return [
    renderColumns(COLUMNS, cells, page.width),
    '',
    ...(next === undefined ? ['All of them were done.'] : [nextBlock(`niostat teach practice ${next.id}`, page)]),
  ].join('\n');
}
