import { counted } from '../../../core/text/counted.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { ChangeSummary, HunkSummary, PlanResult } from '../plan.ts';

/**
 * A plan for a person: what it comes to, the lines that change with their reasons, the proof, and what to do
 * next.
 */
export function renderPlan(unsafe: PlanResult, page: Page): string {
  const result = safeResult(unsafe);
  const { paint } = page;
  const blocks = [
    headline(result, paint),
    ...result.obstacles.map(({ message }) => indent(`${paint.bad('No room:')} ${message}`, 0, page.width)),
    ...result.files.map(({ file, hunks }) => fileBlock(file, hunks, result.changes, page)),
    proof(result, page),
    ...result.limits.map((limit) => indent(`${paint.warn('!')} ${limit}`, 0, page.width)),
  ];
  return [...blocks, next(result)].filter((block) => block !== '').join('\n\n');
}

function headline(result: PlanResult, paint: Paint): string {
  const { changes, left, findingsBefore, obstacles } = result;
  const removed = Math.max(0, findingsBefore - left.length);
  const remaining =
    left.length === 0 ? '' : `; ${counted(left.length, 'finding')} ${left.length === 1 ? 'is' : 'are'} left`;
  const isWell = left.length === 0 && obstacles.length === 0;
  const sign = isWell ? paint.good('✓') : paint.warn('!');
  if (changes.length === 0) {
    const text = obstacles.length > 0 ? 'no plan' : left.length === 0 ? 'nothing to change' : 'no port to change';
    return `${sign} ${paint.strong(`${text}${remaining}`)}`;
  }
  const verb = changes.length === 1 ? 'removes' : 'remove';
  const effect = removed > 0 ? ` ${verb} ${counted(removed, 'finding')}` : '';
  return `${sign} ${paint.strong(`${counted(changes.length, 'change')}${effect}${remaining}`)}`;
}

/** As diff says it, and patch wants to hear it. */
const NO_LINE_END = '\\ No newline at end of file';

/**
 * A unified diff without lines around the changes; the reasons stand where diff names the function, so that
 * patch takes it.
 */
function fileBlock(
  file: string,
  hunks: readonly HunkSummary[],
  changes: readonly ChangeSummary[],
  { paint }: Page,
): string {
  const lines = [paint.strong(`--- ${file}`), paint.strong(`+++ ${file}`)];
  let moved = 0;
  for (const hunk of hunks) {
    const { line, removed, added } = hunk;
    const place = `@@ -${span(line, removed.length)} +${span(line + moved, added.length)} @@`;
    const why = hunk.changes.flatMap((index) => {
      const change = changes[index];
      return change === undefined ? [] : because(change);
    });
    lines.push(`${paint.dim(place)} ${why.join('; ')}`);
    const end = hunk.lacksLastLineEnd ? [NO_LINE_END] : [];
    lines.push(...removed.map((text) => paint.bad(`-${text}`)), ...end);
    lines.push(...added.map((text) => paint.good(`+${text}`)), ...end);
    moved += added.length - removed.length;
  }
  return lines.join('\n');
}

/** A reason about a console names it; one about ports of a hypervisor leaves its name out. */
function because({ hypervisor, setting, reasons }: ChangeSummary): string[] {
  const isOwn = hypervisor !== undefined && (setting === 'udp' || setting === 'port');
  return isOwn ? reasons.map((reason) => `${hypervisor} ${reason}`) : [...reasons];
}

/** Where a hunk without lines of its own stands is said by the line before it, as diff does. */
function span(line: number, length: number): string {
  if (length === 1) return String(line);
  return `${length === 0 ? line - 1 : line},${length}`;
}

function proof({ changes, left, isLeast, obstacles }: PlanResult, { paint, width }: Page): string {
  const again = changes.length === 0 ? 'Checked' : 'Checked again with these changes';
  if (left.length === 0) {
    const least = changes.length === 0 || isLeast ? '' : ' Perhaps fewer changes would do: not all choices were tried.';
    return obstacles.length === 0 ? `${again}: no errors and no warnings.${least}` : '';
  }
  const lines = [`${again}: left is what no port of a hypervisor or console mends`];
  for (const { severity, id, slug, message, location, remedy } of left) {
    const place = location === undefined ? '' : `  ${placeText(location)}`;
    lines.push(
      `  ${signed(severity, paint)} ${paint.strong(id)} ${slug}${paint.dim(place)}`,
      indent(message, 4, width),
    );
    lines.push(indent(`${paint.good('What to do:')} ${remedy}`, 4, width));
  }
  return lines.join('\n');
}

function next({ changes, obstacles, written, writtenFiles, notWritten, nextCommand }: PlanResult): string {
  if (written !== undefined) return `Written: ${written}`;
  if (writtenFiles !== undefined) return `Written: ${writtenFiles.join(', ') || 'nothing, no lab changes'}`;
  const lines: string[] = [];
  if (notWritten !== undefined) lines.push(`Not written: ${notWritten}`);
  if (obstacles.length > 0) lines.push('Next: give them more room with --range, or a smaller --headroom or --stride');
  else if (nextCommand !== undefined) lines.push(`Next: ${nextCommand}`);
  else if (changes.length > 0) lines.push('Next: change these lines, or let patch do it: --format patch');
  return lines.join('\n');
}
