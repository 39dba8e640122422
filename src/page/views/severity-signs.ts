import type { Severity } from '../../core/checks/finding.ts';

/** A sign for each severity, so that nobody has to know its colour. */
export const SEVERITY_SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: 'i' };
