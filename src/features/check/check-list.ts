import type { Severity } from '../../core/checks/finding.ts';
import { CHECKS } from '../../core/checks/registry.ts';

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
