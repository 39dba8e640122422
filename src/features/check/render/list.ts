import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { nextBlock } from '../../../output/prose.ts';
import type { CheckListResult } from '../check-list.ts';

/** One row for each check, by its id. */
export function renderCheckList({ checks }: CheckListResult, page: Page): string {
  const columns = [{ title: 'Id' }, { title: 'Severity' }, { title: 'Slug' }, { title: 'Reports', wraps: true }];
  const table = renderColumns(
    columns,
    checks.map(({ id, severity, slug, title }) => [id, severity, slug, title]),
    page.width,
  );
  return `${table}\n\n${nextBlock('niostat explain NIO001', page)}`;
}
