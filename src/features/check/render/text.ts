import type { Finding, Severity } from '../../../core/checks/finding.ts';
import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import type { UnreadableLab } from '../../../core/lab/unreadable-lab.ts';
import { NO_LAB } from '../../../core/lab/unusable-labs.ts';
import { counted } from '../../../core/text/counted.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { placeText } from '../../../core/text/place-text.ts';
import { bullet } from '../../../output/bullet.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, nextBlock, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { titleLine } from '../../../output/title-line.ts';
import { type CheckResult, isAtLeast } from '../check.ts';
import { storiesOf } from './stories/stories.ts';
import { type Story, storyOf } from './stories/story.ts';

/** More labs than these are only counted. */
const MOST_NAMES = 3;

/** More files that were not read are only counted; standard error tells of all of them. */
const MOST_FILES = 5;

/**
 * What was found, for a person: worst first, one story for each cause, each with what will be seen and what
 * to do; then the sum, and the command that helps next. What holds for nearly every lab is only counted,
 * unless it makes the command fail.
 */
export function renderCheck(unsafe: CheckResult, page: Page, failOn: Severity): string {
  const result = safeResult(unsafe);
  const isShown = (finding: Finding): boolean =>
    page.verbose === true || finding.isUsual !== true || isAtLeast(finding, failOn);
  const shown = result.findings.filter(isShown);
  const stories = page.verbose ? shown.map(storyOf) : storiesOf(shown);
  const grades = result.kernels.flatMap(({ os, origins }) => {
    const sentence = gradeSentence(os, origins);
    return sentence === undefined ? [] : page.paint.dim(indent(sentence, 0, page.width));
  });
  const saysLab = result.labs.length > 1;
  return [
    ...stories.map((story) => renderStory(story, saysLab, page)),
    ...grades,
    summary(result, result.findings.length - shown.length, page),
    ...(result.nextCommand === undefined || shown.length === 0 ? [] : [nextBlock(result.nextCommand, page)]),
  ].join('\n\n');
}

function renderStory(story: Story, saysLab: boolean, page: Page): string {
  const { paint, width } = page;
  const lines = [title(story, saysLab, page), indent(story.message, 2, width)];
  for (const point of story.points) lines.push(indent(point, 4, width));
  for (const { dynamips, text, links = [] } of story.consequences) {
    lines.push(indent(`${paint.strong(dynamips)}: ${text}`, 4, width));
    for (const link of links) lines.push(indent(link, 6, width));
  }
  lines.push(indent(`${paint.good('What to do:')} ${story.remedy}`, 2, width));
  if (story.paste !== undefined) for (const line of story.paste.split('\n')) lines.push(`      ${line}`);
  return lines.join('\n');
}

/** `✗ 8 errors NIO031 console-twice  lab.net:12:3`; among several labs their names too. */
function title({ severity, counts, title: name, location, labs }: Story, saysLab: boolean, page: Page): string {
  const sign = signed(severity, page.paint).replace(severity, counts);
  const lab = saysLab && labs.length > 0 ? ` in ${labs.join(', ')}` : '';
  const place = location === undefined ? undefined : placeText(location);
  return titleLine(`${sign} ${page.paint.strong(name)}${lab}`, place, page);
}

function summary(result: CheckResult, hidden: number, { paint, width }: Page): string {
  const { summary: sum, findings, labs, unanswered = [], unreadable = [] } = result;
  const links = labs.reduce((total, lab) => total + lab.linkCount, 0);
  const hypervisors = labs.reduce((total, lab) => total + lab.hypervisorCount, 0);
  const { names, count } = namesAndCount(result);
  const size = `${count}${counted(links, 'link')} on ${counted(hypervisors, 'hypervisor')}`;
  const open =
    unanswered.length === 0 ? '' : `, and the addresses of ${counted(unanswered.length, 'host')} are not known`;
  const counts = `${counted(sum.error, 'error')}, ${counted(sum.warning, 'warning')}, ${counted(sum.note, 'note')}`;
  const missing = missingText(unreadable);
  const text = `${names}: ${findings.length === 0 ? 'no findings' : counts}${open}${missing} (${size})`;
  const rest =
    hidden === 0
      ? []
      : [indent(paint.dim(`${counted(hidden, 'note')} not shown; -v shows ${hidden === 1 ? 'it' : 'them'}`), 2, width)];
  const notRead = unreadableLines(unreadable).map((line) => indent(line, 2, width));
  return [bullet(signOf(result, paint), paint.strong(text), width), ...notRead, ...rest].join('\n');
}

/**
 * Why files could not be read: standard error has told of all of it, but above the findings, where it may
 * have left the screen.
 */
function unreadableLines(unreadable: readonly UnreadableLab[]): string[] {
  const more = unreadable.length - MOST_FILES;
  return [
    ...unreadable.slice(0, MOST_FILES).map(({ message, problems }) => {
      const first = problems.find(({ severity }) => severity === 'error');
      return first === undefined ? message : `not read: ${placeText(first.location)}: ${first.message}`;
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** What was looked at, and how many labs these are where the names do not say that or were not typed. */
function namesAndCount({ labs, isEach }: CheckResult): { readonly names: string; readonly count: string } {
  if (labs.length === 0) return { names: 'no labs', count: '' };
  const count = `${counted(labs.length, 'lab')}${isEach && labs.length > 1 ? ', each by itself' : ''}`;
  if (labs.length > MOST_NAMES) return { names: count, count: '' };
  return { names: labNames(labs, ' + '), count: isEach ? `${count}, ` : '' };
}

function missingText(unreadable: readonly UnreadableLab[]): string {
  const places = unreadable.filter(({ code }) => code === NO_LAB).length;
  const files = unreadable.length - places;
  return [
    ...(files === 0 ? [] : [`, and ${counted(files, 'file')} could not be read`]),
    ...(places === 0 ? [] : [`, and ${places === 1 ? 'a place has' : `${places} places have`} no lab`]),
  ].join('');
}

/** No tick without an exit code of 0, nor where nothing was looked at. */
function signOf({ outcome, summary: sum, labs }: CheckResult, paint: Paint): string {
  if (outcome === 'findings' || outcome === 'unreadable' || sum.error > 0) return paint.bad('✗');
  if (outcome === 'unknown' || sum.warning > 0) return paint.warn('!');
  return labs.length === 0 ? paint.dim('–') : paint.good('✓');
}
