import type { Finding } from '../../../core/checks/finding.ts';
import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import { counted } from '../../../core/text/counted.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { CheckResult } from '../check.ts';

/** Findings for a person: worst first, each with what will be seen and what to do, and the sum at the end. */
export function renderCheck(unsafe: CheckResult, page: Page): string {
  const result = safeResult(unsafe);
  const blocks = result.findings.map((finding) => renderFinding(finding, page));
  const grades = result.kernels.flatMap(({ os, origins }) => {
    const sentence = gradeSentence(os, origins);
    return sentence === undefined ? [] : page.paint.dim(indent(sentence, 0, page.width));
  });
  return [...blocks, ...grades, summary(result, page.paint)].join('\n\n');
}

function renderFinding(finding: Finding, { paint, width }: Page): string {
  const place = finding.location === undefined ? '' : placeText(finding.location);
  const lines = [
    `${signed(finding.severity, paint)} ${paint.strong(finding.id)} ${finding.slug}  ${paint.dim(place)}`,
    indent(finding.message, 2, width),
  ];
  for (const { dynamips, text } of finding.consequences)
    lines.push(`    ${paint.strong(dynamips)}`, indent(text, 6, width));
  lines.push(indent(`${paint.good('What to do:')} ${finding.remedy.text}`, 2, width));
  if (finding.remedy.paste !== undefined) {
    for (const line of finding.remedy.paste.split('\n')) lines.push(`      ${line}`);
  }
  return lines.join('\n');
}

function summary({ summary: sum, findings, labs, unanswered = [] }: CheckResult, paint: Paint): string {
  const names = labs.length === 0 ? 'no labs' : labs.map((lab) => lab.name).join(' + ');
  const links = labs.reduce((total, lab) => total + lab.linkCount, 0);
  const hypervisors = labs.reduce((total, lab) => total + lab.hypervisorCount, 0);
  const size = `${counted(links, 'link')} on ${counted(hypervisors, 'hypervisor')}`;
  const good = unanswered.length === 0 ? paint.good('✓') : paint.warn('!');
  const open =
    unanswered.length === 0 ? '' : `, and the addresses of ${counted(unanswered.length, 'host')} are not known`;
  if (findings.length === 0) return `${good} ${names}: no findings${open} (${size})`;
  const text = `${names}: ${counted(sum.error, 'error')}, ${counted(sum.warning, 'warning')}, ${counted(sum.note, 'note')}${open} (${size})`;
  const sign = sum.error > 0 ? paint.bad('✗') : sum.warning > 0 ? paint.warn('!') : good;
  return `${sign} ${paint.strong(text)}\n  ${paint.dim(`niostat explain ${findings[0]?.id} says more about the first one`)}`;
}
