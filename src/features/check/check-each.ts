import { unansweredNames } from '../../core/address/unanswered.ts';
import { type Finding, SEVERITIES } from '../../core/checks/finding.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { outcomeOf } from '../../core/outcome.ts';
import { type CheckOptions, type CheckResult, check, kernelsOf, summaryOf } from './check.ts';

/**
 * Checks labs that do not run at once, each model by itself: a folder of labs that wait for their day. The
 * result is that of all together, findings worst first; what is found in a server's configuration is said
 * once. Throws what `check` throws.
 */
export function checkEach(models: readonly LabModel[], options: CheckOptions = {}): CheckResult {
  const results = models.map((model) => saysItsFile(check(model, options), models.length > 1));
  const serverConf = models.find((model) => model.serverConf !== undefined)?.serverConf;
  // All files were asked about together.
  const unanswered = unansweredNames(models[0]?.assumptions.unanswered);
  const findings = withoutRepeats(
    results.flatMap((result) => result.findings),
    serverConf?.file,
  );
  const worst = results.find(({ outcome }) => outcome === 'findings') ?? results.find(({ nextCommand }) => nextCommand);
  return {
    schemaVersion: 1,
    outcome: outcomeOf({
      unknown: unanswered.length > 0,
      findings: results.some(({ outcome }) => outcome === 'findings'),
    }),
    labs: results.flatMap((result) => result.labs),
    isEach: true,
    findings: findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    summary: summaryOf(findings),
    ...(unanswered.length > 0 && { unanswered }),
    kernels: kernelsOf(models.map(({ os }, index) => ({ os, findings: results[index]?.findings ?? [] }))),
    ...(worst?.nextCommand !== undefined && { nextCommand: worst.nextCommand }),
  };
}

/**
 * A finding without a place says whose it is, where results are put together: the names of labs alone do
 * not, since files of different folders often have one name.
 */
function saysItsFile(result: CheckResult, isOneOfMany: boolean): CheckResult {
  const file = result.labs[0]?.file;
  if (!isOneOfMany || file === undefined) return result;
  const names = result.labs.map(({ name }) => name);
  const findings = result.findings.map((finding) =>
    finding.location === undefined ? { ...finding, labs: finding.labs ?? names, file } : finding,
  );
  return { ...result, findings };
}

/** Drops findings at a place in `file` that are equal to an earlier one. */
function withoutRepeats(findings: readonly Finding[], file: string | undefined): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (file === undefined || finding.location?.file !== file) return true;
    const text = JSON.stringify(finding);
    const isFirst = !seen.has(text);
    seen.add(text);
    return isFirst;
  });
}
