import { present } from '../../../core/present.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { ChangeOnPage, DiffLine, FileOnPage, LeftOnPage, PlanOnPage } from '../../../output/page/plan-on-page.ts';
import { NO_PAINT } from '../../../output/paint.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { HunkSummary, LeftFinding, PlanResult } from '../plan.ts';
import { diffOf } from './diff.ts';
import { adviceText, headlineText, isWell, proofText, settingName, writtenText } from './text.ts';

/** More lines of a file are not read on a page. */
const MOST_LINES = 500;

/** Characters of a line; of a longer one the part that changes is shown. */
const WIDEST = 200;

/** What a page shows of a plan. */
export function planOnPage(unsafe: PlanResult): PlanOnPage {
  const result = safeResult(unsafe);
  const { files, obstacles, left, limits, nextCommand } = result;
  return present({
    headline: headlineText(result),
    isWell: isWell(result),
    changes: changesOnPage(result),
    files: files.map(({ file, hunks }) => fileOnPage(file, diffLines(file, hunks))),
    obstacles: obstacles.map(({ message }) => message),
    proof: proofText(result),
    left: left.map(leftOnPage),
    limits,
    command: nextCommand,
    written: writtenText(result),
    advice: adviceText(result),
  });
}

function changesOnPage({ changes, files, labs }: PlanResult): ChangeOnPage[] {
  const places = new Map<number, string>();
  for (const { file, hunks } of files) {
    for (const { line, changes: made } of hunks) for (const index of made) places.set(index, `${file}:${line}`);
  }
  return changes.map((change, index) => {
    const { lab, file, hypervisor, device, from, to, reasons, location } = change;
    return present({
      owner: hypervisor ?? device ?? '',
      lab: labs.length > 1 ? lab : undefined,
      what: settingName(change),
      from,
      to,
      place: places.get(index) ?? (location === undefined ? file : placeText(location)),
      reasons,
    });
  });
}

function fileOnPage(file: string, lines: readonly DiffLine[]): FileOnPage {
  const more = lines.length - MOST_LINES;
  return more > 0 ? { file, lines: lines.slice(0, MOST_LINES), more } : { file, lines };
}

/** The lines of a unified diff; what they are is said by how they begin, as everywhere. */
function diffLines(file: string, hunks: readonly HunkSummary[]): DiffLine[] {
  const text = diffOf(file, hunks, { paint: NO_PAINT, width: WIDEST });
  return text.split('\n').map((line, index) => ({ kind: index < 2 ? 'file' : kindOf(line), text: line }));
}

function kindOf(line: string): DiffLine['kind'] {
  if (line.startsWith('-')) return 'removed';
  return line.startsWith('+') ? 'added' : 'place';
}

function leftOnPage({ severity, id, slug, message, remedy, location }: LeftFinding): LeftOnPage {
  return present({ severity, id, slug, message, remedy, place: location && placeText(location) });
}
