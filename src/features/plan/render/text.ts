import type { ChangedSetting } from '../../../core/lab/edit/lab-change.ts';
import { counted } from '../../../core/text/counted.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, nextBlock, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { titleLine } from '../../../output/title-line.ts';
import type { ChangeSummary, PlanResult } from '../plan.ts';
import { diffOf } from './diff.ts';

/**
 * A plan for a person: what it comes to, what changes and why, the lines of the files, the proof, and what to
 * do next.
 */
export function renderPlan(unsafe: PlanResult, page: Page): string {
  const result = safeResult(unsafe);
  const { paint, width } = page;
  const isQuick = result.changes.length === 0 && result.left.length === 0 && result.obstacles.length === 0;
  const blocks = [
    indent(headline(result, paint), 0, width),
    ...result.obstacles.map(({ message }) => indent(`${paint.bad('No room:')} ${message}`, 0, width)),
    reasons(result, page),
    ...result.files.map(({ file, hunks }) => diffOf(file, hunks, page)),
    isQuick ? '' : proof(result, page),
    ...result.limits.map((limit) => indent(`${paint.warn('!')} ${limit}`, 0, width)),
    next(result, page),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** What a plan comes to, in one line. */
export function planSummary(unsafe: PlanResult, paint: Paint): string {
  return headline(safeResult(unsafe), paint);
}

function headline(result: PlanResult, paint: Paint): string {
  const sign = isWell(result) ? paint.good('✓') : paint.bad('✗');
  return `${sign} ${paint.strong(headlineText(result))}`;
}

/** True if no finding is left, and everything found room. */
export function isWell({ left, obstacles }: PlanResult): boolean {
  return left.length === 0 && obstacles.length === 0;
}

/** The same without its sign; the result must be safe. */
export function headlineText(result: PlanResult): string {
  const { changes, left, findingsBefore, obstacles, labs } = result;
  const removed = Math.max(0, findingsBefore - left.length);
  const remaining =
    left.length === 0 ? '' : `; ${counted(left.length, 'finding')} ${left.length === 1 ? 'is' : 'are'} left`;
  if (changes.length === 0) {
    const text = obstacles.length > 0 ? 'no plan' : left.length === 0 ? 'nothing to change' : 'no port to change';
    const names = isWell(result) ? ` in ${labNames(labs, ' + ')}: no errors, no warnings` : '';
    return `${text}${names}${remaining}`;
  }
  const isWritten = result.written !== undefined || result.writtenFiles !== undefined;
  const verb = !isWritten ? 'would remove' : changes.length === 1 ? 'removes' : 'remove';
  const effect = removed > 0 ? ` ${verb} ${counted(removed, 'finding')}` : '';
  return `${counted(changes.length, 'change')}${effect}${remaining}`;
}

/** Each number that changes, and why, file by file. */
function reasons({ changes, labs }: PlanResult, { width }: Page): string {
  const saysLab = labs.length > 1;
  return changes
    .flatMap((change) => {
      const lab = saysLab ? ` in ${change.lab}` : '';
      return [
        indent(`${change.hypervisor ?? change.device}${lab}: ${movedText(change)}`, 0, width),
        ...change.reasons.map((reason) => indent(`why: ${reason}`, 4, width)),
      ];
    })
    .join('\n');
}

/** What each setting of a hypervisor is called. */
const SETTINGS: Readonly<Record<ChangedSetting, string>> = {
  udp: 'base UDP',
  console: 'base console',
  aux: 'base AUX',
  port: 'control port',
};

/** `base UDP`, or of a device `console`. */
export function settingName({ device, setting }: Pick<ChangeSummary, 'device' | 'setting'>): string {
  return device === undefined ? SETTINGS[setting] : setting === 'aux' ? 'AUX port' : 'console';
}

function movedText(change: ChangeSummary): string {
  const { from, to } = change;
  const name = settingName(change);
  return from === to ? `${name} ${to}, now written down` : `${name} ${from} -> ${to}`;
}

/** What the labs have when they are checked again, in one sentence; empty where there is no plan to check. */
export function proofText({ changes, left, isLeast, obstacles }: PlanResult): string {
  const again = changes.length === 0 ? 'Checked' : 'Checked again with these changes';
  if (left.length > 0) return `${again}: what is left needs more than another port`;
  const least = changes.length === 0 || isLeast ? '' : ' Fewer changes may be enough: not all choices were tried.';
  return obstacles.length === 0 ? `${again}: no errors and no warnings.${least}` : '';
}

function proof(result: PlanResult, page: Page): string {
  const { paint, width } = page;
  const { left } = result;
  const sentence = proofText(result);
  if (left.length === 0) return sentence === '' ? '' : indent(sentence, 0, width);
  const lines = [indent(sentence, 0, width)];
  for (const { severity, id, slug, message, location, remedy } of left) {
    const place = location === undefined ? undefined : placeText(location);
    lines.push(
      titleLine(`  ${signed(severity, paint)} ${paint.strong(id)} ${slug}`, place, page),
      indent(message, 4, width),
      indent(`${paint.good('What to do:')} ${remedy}`, 4, width),
    );
  }
  return lines.join('\n');
}

function next(result: PlanResult, page: Page): string {
  const { paint, width } = page;
  const { nextCommand } = result;
  const written = writtenText(result);
  const advice = adviceText(result);
  return [
    ...(written === undefined ? [] : [written]),
    ...(advice === undefined ? [] : [indent(`${paint.good('What to do:')} ${advice}`, 0, width)]),
    ...(advice === undefined && nextCommand !== undefined ? [nextBlock(nextCommand, page)] : []),
  ].join('\n');
}

/** Which files were written, or why none was; undefined where none was asked for. */
export function writtenText({ written, writtenFiles, notWritten }: PlanResult): string | undefined {
  if (written !== undefined) return `Written: ${written}`;
  if (writtenFiles !== undefined) return `Written: ${writtenFiles.join(', ') || 'nothing, no lab changes'}`;
  return notWritten === undefined ? undefined : `Not written: ${notWritten}`;
}

/** What to do where no command does it. */
export function adviceText(result: PlanResult): string | undefined {
  const { obstacles, nextCommand, changes, written, writtenFiles } = result;
  if (written !== undefined || writtenFiles !== undefined) return undefined;
  if (obstacles.length > 0) return 'allow more ports with --range, or use a smaller --headroom or --stride';
  if (nextCommand !== undefined || changes.length === 0) return undefined;
  return 'change these lines, or have them printed with `--format patch`';
}
