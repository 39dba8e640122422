import type { Severity } from '../../core/checks/finding.ts';
import { CHECKS, findCheck } from '../../core/checks/registry.ts';
import { InputError } from '../../core/errors/input-error.ts';

/** Result of `checks`; its JSON Schema is docs/schemas/checks.schema.json. */
export interface CheckListResult {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly checks: readonly CheckSummary[];
}

export interface CheckSummary {
  readonly id: string;
  readonly slug: string;
  readonly severity: Severity;
  readonly title: string;
}

/** Lists every check there is. */
export function listChecks(): CheckListResult {
  return {
    schemaVersion: 1,
    outcome: 'clean',
    checks: CHECKS.map(({ id, slug, severity, title }) => ({ id, slug, severity, title })),
  };
}

/** Result of `explain`; its JSON Schema is docs/schemas/explain.schema.json. */
export interface ExplainResult extends CheckSummary {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  /** The page about the check, Markdown. */
  readonly page: string;
}

/**
 * The page of a check, by id or slug; `readPage` finds it by its file name. Throws `InputError` if there is
 * none.
 */
export async function explain(name: string, readPage: (fileName: string) => Promise<string>): Promise<ExplainResult> {
  const found = findCheck(name);
  if (found === undefined)
    throw new InputError('UNKNOWN_CHECK', `there is no check "${name}"`, { next: 'niostat checks lists all of them' });
  const { id, slug, severity, title } = found;
  return { schemaVersion: 1, outcome: 'clean', id, slug, severity, title, page: await readPage(`${id}-${slug}.md`) };
}
