import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import type { CheckListResult } from '../check-list.ts';

/** One row for each check, by its id. */
export function renderCheckList({ checks }: CheckListResult, { width }: Page): string {
  const columns = [{ title: 'Id' }, { title: 'Severity' }, { title: 'Slug' }, { title: 'Reports', wraps: true }];
  return renderColumns(
    columns,
    checks.map(({ id, severity, slug, title }) => [id, severity, slug, title]),
    width,
  );
}
