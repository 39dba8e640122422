import { type UnansweredName, unansweredNames } from '../../core/address/unanswered.ts';
import type { Check } from '../../core/checks/check.ts';
import { CheckContext } from '../../core/checks/context.ts';
import { type Finding, SEVERITIES, type Severity } from '../../core/checks/finding.ts';
import { CHECKS, findCheck } from '../../core/checks/registry.ts';
import { runChecks } from '../../core/checks/run-checks.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { Origin } from '../../core/kernel/systems/statement.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import type { UnreadableLab } from '../../core/lab/unreadable-lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type OutcomeOfFiles, outcomeOf } from '../../core/outcome.ts';
import { didYouMean } from '../../core/text/nearest-word.ts';
import { nextCommand } from './next-command.ts';

export interface CheckOptions {
  /** Ids or slugs; all checks run if there are none. */
  readonly rules?: readonly string[] | undefined;
  /** The mildest finding that makes the outcome `findings`; `warning` if it is not given. */
  readonly failOn?: Severity | undefined;
  /** @internal What has been worked out about the labs of the model already; made anew if it is not given. */
  readonly context?: CheckContext;
}

/** Result of `check`; its JSON Schema is docs/schemas/check.schema.json. */
export interface CheckResult {
  readonly schemaVersion: 1;
  readonly outcome: OutcomeOfFiles;
  readonly labs: ReadonlyArray<{
    readonly name: string;
    readonly file: string;
    readonly linkCount: number;
    readonly hypervisorCount: number;
  }>;
  /** Present where the labs of each file were checked by themselves, as if those of the others never ran. */
  readonly isEach?: true;
  readonly findings: readonly Finding[];
  /**
   * Files that could not be read as labs, and folders without one: nothing is known of them; absent if there
   * is none.
   */
  readonly unreadable?: readonly UnreadableLab[];
  readonly summary: Readonly<Record<Severity, number>>;
  /** Names of hosts of which the resolver, which was asked, has said nothing: checks about them are open. */
  readonly unanswered?: readonly UnansweredName[];
  /** What the consequences rest on, for each system that the labs run on; empty without consequences. */
  readonly kernels: readonly KernelOrigins[];
  /** The command that helps next; absent without findings. */
  readonly nextCommand?: string;
}

/** Where statements about the kernel of a system come from, in the order in which they are met. */
export interface KernelOrigins {
  readonly os: OperatingSystem;
  readonly origins: readonly Origin[];
}

/**
 * Says what is wrong with labs before they start. They are taken to run at once. Throws `InputError` for an
 * unknown rule.
 */
export function check(model: LabModel, options: CheckOptions = {}): CheckResult {
  const { rules = [], failOn = 'warning', context = new CheckContext(model) } = options;
  const findings = runChecks(chosenChecks(rules), context);
  const unanswered = unansweredNames(model.assumptions.unanswered);
  return {
    schemaVersion: 1,
    outcome: outcomeOf({
      unknown: unanswered.length > 0,
      findings: findings.some((finding) => isAtLeast(finding, failOn)),
    }),
    labs: model.allocations.map(({ lab, hypervisors }) => ({
      name: lab.name,
      file: lab.file,
      linkCount: lab.links.length,
      hypervisorCount: hypervisors.length,
    })),
    findings,
    summary: summaryOf(findings),
    ...(unanswered.length > 0 && { unanswered }),
    kernels: kernelsOf([{ os: model.os, findings }]),
    ...(findings.length > 0 && { nextCommand: nextCommand(model, findings) }),
  };
}

/** The origins of all consequences, by system. */
export function kernelsOf(
  results: ReadonlyArray<{ readonly os: OperatingSystem; readonly findings: readonly Finding[] }>,
): KernelOrigins[] {
  const kernels = new Map<OperatingSystem, Map<string, Origin>>();
  for (const { os, findings } of results) {
    const origins = kernels.get(os) ?? new Map<string, Origin>();
    for (const { grade, place } of findings.flatMap(({ consequences }) => consequences)) {
      if (grade !== undefined && place !== undefined) origins.set(`${grade} ${place}`, { grade, place });
    }
    if (origins.size > 0) kernels.set(os, origins);
  }
  return [...kernels].map(([os, origins]) => ({ os, origins: [...origins.values()] }));
}

/** How many findings there are of each severity. */
export function summaryOf(findings: readonly Finding[]): CheckResult['summary'] {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

/** True if a finding is at least as bad as `threshold`. */
export function isAtLeast({ severity }: Pick<Finding, 'severity'>, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/**
 * The checks with these ids or slugs, all of them if there are none. Throws `InputError` for one that does
 * not exist.
 */
export function chosenChecks(rules: readonly string[]): readonly Check[] {
  if (rules.length === 0) return CHECKS;
  const checks = rules.map((rule) => {
    const found = findCheck(rule);
    if (found !== undefined) return found;
    const nearest = didYouMean(
      rule,
      CHECKS.map(({ slug }) => slug),
    );
    throw new InputError('UNKNOWN_CHECK', `there is no check "${rule}"${nearest}`, {
      next: 'niostat checks lists all of them',
    });
  });
  return [...new Set(checks)];
}
