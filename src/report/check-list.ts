import type { CheckListResult } from '../services/check-list.ts';
import { renderColumns } from './columns.ts';
import type { Page } from './paint.ts';

/** One line per check. */
export function renderCheckList({ checks }: CheckListResult, { width }: Page): string {
  const columns = [
    { title: 'Id', keep: true },
    { title: 'Severity', keep: true },
    { title: 'Slug', keep: true },
    { title: 'Reports' },
  ];
  return renderColumns(
    columns,
    checks.map(({ id, severity, slug, title }) => [id, severity, slug, title]),
    width,
  );
}
