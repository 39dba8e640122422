import type { Severity } from '../../core/checks/finding.ts';
import type { ProbeFinding } from './result.ts';

/** What the findings of a kind have in common. */
interface FindingKind {
  readonly severity: Severity;
  /**
   * `lab`: what a hypervisor has of the lab is not what the lab says; `console`: the same of its consoles.
   */
  readonly about: 'connection' | 'configuration' | 'lab' | 'console' | 'exposure';
  /** True if the message says which hypervisor it is about, so that it can stand alone. */
  readonly namesTarget: boolean;
}

/** What a probe can find, by slug. */
export const FINDING_KINDS = {
  'broke-off': { severity: 'error', about: 'connection', namesTarget: true },
  'left-out': { severity: 'warning', about: 'connection', namesTarget: true },
  interrupted: { severity: 'note', about: 'connection', namesTarget: true },
  refused: { severity: 'error', about: 'connection', namesTarget: false },
  unresolvable: { severity: 'error', about: 'connection', namesTarget: false },
  'no-dns-answer': { severity: 'error', about: 'connection', namesTarget: false },
  unreachable: { severity: 'error', about: 'connection', namesTarget: false },
  'not-a-hypervisor': { severity: 'error', about: 'connection', namesTarget: true },
  responder: { severity: 'warning', about: 'connection', namesTarget: true },
  halted: { severity: 'error', about: 'connection', namesTarget: true },
  'out-of-descriptors': { severity: 'error', about: 'connection', namesTarget: true },
  silent: { severity: 'error', about: 'connection', namesTarget: true },
  'no-response': { severity: 'error', about: 'connection', namesTarget: true },
  'saved-elsewhere': { severity: 'note', about: 'configuration', namesTarget: false },
  'not-saved': { severity: 'warning', about: 'configuration', namesTarget: false },
  'rehearsal-left': { severity: 'warning', about: 'lab', namesTarget: true },
  'other-version': { severity: 'warning', about: 'lab', namesTarget: false },
  'not-loaded': { severity: 'warning', about: 'lab', namesTarget: true },
  'missing-vm': { severity: 'warning', about: 'lab', namesTarget: false },
  'extra-vm': { severity: 'warning', about: 'lab', namesTarget: false },
  'missing-nios': { severity: 'warning', about: 'lab', namesTarget: false },
  'extra-nios': { severity: 'warning', about: 'lab', namesTarget: false },
  'console-differs': { severity: 'warning', about: 'console', namesTarget: false },
  'console-shared': { severity: 'warning', about: 'console', namesTarget: false },
  'console-taken': { severity: 'warning', about: 'console', namesTarget: false },
  'console-local-only': { severity: 'warning', about: 'console', namesTarget: false },
  'console-closed': { severity: 'warning', about: 'console', namesTarget: false },
  'control-port-open': { severity: 'note', about: 'exposure', namesTarget: true },
} as const satisfies Record<string, FindingKind>;

export type FindingSlug = keyof typeof FINDING_KINDS;

/** A finding with the severity of its kind; `remedy` says what to do. */
export function finding(slug: FindingSlug, message: string, remedy: string): ProbeFinding {
  return { slug, severity: FINDING_KINDS[slug].severity, message, remedy };
}
