import wrapAnsi from 'wrap-ansi';
import type { Finding, Severity } from '../checks/finding.ts';
import type { CheckResult } from '../services/check.ts';
import type { Page, Paint } from './paint.ts';
import { safeResult } from './safe-text.ts';

/** Past this, prose is hard to read, however wide the window is. */
const WIDEST_TEXT = 100;

const SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: 'i' };

/** Findings for a person: worst first, each with what will be seen and what to do, and the sum at the end. */
export function renderCheck(unsafe: CheckResult, page: Page): string {
  const result = safeResult(unsafe);
  const blocks = result.findings.map((finding) => renderFinding(finding, page));
  return [...blocks, summary(result, page.paint)].join('\n\n');
}

function renderFinding(finding: Finding, { paint, width }: Page): string {
  const colour = colourOf(finding.severity, paint);
  const place =
    finding.location === undefined
      ? ''
      : `${finding.location.file}:${finding.location.line}:${finding.location.column}`;
  const lines = [
    `${colour(`${SIGNS[finding.severity]} ${finding.severity}`)} ${paint.strong(finding.id)} ${finding.slug}  ${paint.dim(place)}`,
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

function colourOf(severity: Severity, paint: Paint): (text: string) => string {
  return severity === 'error' ? paint.bad : severity === 'warning' ? paint.warn : paint.dim;
}

/** Wraps a paragraph and moves it to the right. */
function indent(text: string, by: number, width: number): string {
  const margin = ' '.repeat(by);
  const columns = Math.max(20, Math.min(width, WIDEST_TEXT) - by);
  return wrapAnsi(text, columns, { hard: true })
    .split('\n')
    .map((line) => margin + line)
    .join('\n');
}

function summary({ summary: sum, findings, labs }: CheckResult, paint: Paint): string {
  const names = labs.map((lab) => lab.name).join(' + ');
  const links = labs.reduce((total, lab) => total + lab.linkCount, 0);
  const hypervisors = labs.reduce((total, lab) => total + lab.hypervisorCount, 0);
  const size = `${count(links, 'link')} on ${count(hypervisors, 'hypervisor')}`;
  if (findings.length === 0) return `${paint.good('✓')} ${names}: no findings (${size})`;
  const text = `${names}: ${count(sum.error, 'error')}, ${count(sum.warning, 'warning')}, ${count(sum.note, 'note')} (${size})`;
  const sign = sum.error > 0 ? paint.bad('✗') : sum.warning > 0 ? paint.warn('!') : paint.good('✓');
  return `${sign} ${paint.strong(text)}\n  ${paint.dim(`niostat explain ${findings[0]?.id} says more about the first one`)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
