import type { Hop, LiveLink } from '../../../core/open-project/live-link.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent, nextBlock, paintLines } from '../../../output/prose.ts';
import { safeResult, safeText } from '../../../output/safe-text.ts';
import { shortLink } from '../../../output/short-name.ts';
import type { HopsResult } from '../result.ts';
import { type Cause, causesOf } from './causes.ts';
import { chainLines } from './chain.ts';
import { faultOf } from './fault.ts';
import { hopsHeadline } from './headline.ts';
import { nextCommand } from './next-command.ts';
import { orphanLines } from './orphans.ts';
import { remark } from './remark.ts';
import { hostsOf, linkCells, type RowStyle } from './rows.ts';
import { silentByIntent } from './silent-by-intent.ts';
import { needsReopening, type Story, storyOf, type Telling } from './stories.ts';

export interface HopsStyle extends RowStyle, Telling {
  /** The whole story of each cause. */
  readonly explain: boolean;
  /** The chain of each link in place of its row. */
  readonly hops: boolean;
  /** True with --ssh. */
  readonly ssh: boolean;
  /** False with -H. */
  readonly header: boolean;
}

const SIGNS = { clean: '✓', findings: '✗', unknown: '!' } as const;

/** How many causes are told above the table; --explain tells all. */
const MOST_STORIES = 4;

/** The sum, what is wrong with one story for each cause, the links or their chains, and what was not seen. */
export function hopsTable(unsafe: HopsResult, page: Page, shown: HopsStyle): string {
  const result = safeResult(unsafe);
  const style: HopsStyle = { ...shown, all: result.links, notRead: result.notRead.map(({ name }) => name) };
  const blocks: string[] = [];
  if (style.header) blocks.push(headline(result, page));
  if (style.header || style.explain) blocks.push(...stories(result, page, style));
  if (style.header || style.explain) blocks.push(...orphanLines(result, page, style));
  if (style.header) blocks.push(...silentByIntent(result, page));
  if (result.links.length > 0) blocks.push(style.hops ? chains(result, page) : linkRows(result, page, style));
  if (style.header) blocks.push(...limits(result, page), ...next(result, page, style));
  return blocks.join('\n\n');
}

function headline(result: HopsResult, { paint, width }: Page): string {
  const { outcome } = result;
  const colour = outcome === 'clean' ? paint.strong : outcome === 'findings' ? paint.bad : paint.warn;
  return paintLines(indent(`${SIGNS[outcome]} ${hopsHeadline(result)}`, 0, width), colour);
}

function linkRows(result: HopsResult, { width }: Page, style: HopsStyle): string {
  const { columns, rows, hasStars } = linkCells(result, style);
  const text = renderColumns(columns, rows, width, { header: style.header });
  return hasStars && style.header
    ? `${text}\n\n${indent('* the state has changed since the last picture', 0, width)}`
    : text;
}

function stories({ links, orphans }: HopsResult, page: Page, told: HopsStyle): string[] {
  const found = causesOf(links).filter(([{ state }]) => state !== 'ORPHAN' || orphans.length === 0);
  const causes = reopeningFirst(found);
  const style = { ...told, isReopened: causes[0] !== undefined && needsReopening(causes[0]) };
  const first = style.explain ? causes : causes.slice(0, MOST_STORIES);
  const texts = first.map((cause) => (style.explain ? wholeStory : shortStory)(cause, page, style));
  const left = causes.length - first.length;
  const more = left === 0 ? [] : [indent(`and ${counted(left, 'more cause')}: --explain tells all`, 0, page.width)];
  return style.explain ? texts : [[...texts, ...more].join('\n')].filter((text) => text !== '');
}

/** What is mended by opening the project anew mends other causes too: it is said first. */
function reopeningFirst(causes: readonly Cause[]): Cause[] {
  return [...causes.filter(needsReopening), ...causes.filter((cause) => !needsReopening(cause))];
}

function shortStory(cause: Cause, page: Page, style: HopsStyle): string {
  const story = storyOf(cause, style);
  const what = paintLines(indent(`${story.sentence}.`, 0, page.width), page.paint.bad);
  return [what, ...whatToDo(story, page)].join('\n');
}

function wholeStory(cause: Cause, page: Page, style: HopsStyle): string {
  const { paint, width } = page;
  const story = storyOf(cause, style);
  const [{ state }] = cause;
  const names = someOf(
    cause.map(({ name }) => shortLink(name)),
    6,
  );
  return [
    indent(`${paint.bad(state)}  ${paint.strong(names)}`, 0, width),
    indent(`${story.sentence}.`, 2, width),
    ...story.explanations.map((text) => indent(text, 2, width)),
    ...story.facts.map((fact) => indent(`- ${fact}`, 4, width)),
    ...whatToDo(story, page),
  ].join('\n');
}

function whatToDo({ remedy, commands }: Story, { paint, width }: Page): string[] {
  if (remedy === undefined) return [];
  return [
    indent(`${paint.good('What to do:')} ${remedy}`, 2, width),
    ...commands.map((command) => commandLines(command, 4, width)),
  ];
}

/** Each link with its chain; of parallel links between switches all that it may be. */
function chains({ links }: HopsResult, page: Page): string {
  const hasHosts = hostsOf(links).size > 1;
  return links.map((link) => chainBlock(link, page, hasHosts)).join('\n\n');
}

function chainBlock(link: LiveLink, { paint, width }: Page, hasHosts: boolean): string {
  const { state, name, hops, otherChains = [] } = link;
  const said = remark(link);
  const title = indent(`${paint.strong(state)}  ${name}${said === '' ? '' : `: ${said}`}`, 0, width);
  const all = [hops, ...otherChains];
  const drawn = all.map((chain) => {
    const own = { hops: chain, ...(chain === hops && link.deaths !== undefined ? { deaths: link.deaths } : {}) };
    return [...chainLines(own, { width, hasHosts }), ...faultLines(chain, said, width)].map(safeText).join('\n');
  });
  return [title, drawn.join('\n  or\n')].filter((text) => text !== '').join('\n');
}

/** What is wrong, in a line for each fault that is not said in the title. */
function faultLines(hops: readonly Hop[], title: string, width: number): string[] {
  const faults = new Set(hops.flatMap((hop) => (hop.fault === 'process ended' ? [] : (faultOf(hop) ?? []))));
  faults.delete(title);
  return [...faults].flatMap((text) => indent(`x ${text}`, 2, width).split('\n'));
}

/** What could not be seen: said once, below the table. */
function limits({ limits: sentences, notRead }: HopsResult, { paint, width }: Page): string[] {
  const lines = [...notRead.map(({ name, why }) => `${name}: ${why}`), ...sentences].map((sentence) =>
    paintLines(indent(`! ${sentence}`, 0, width), paint.warn),
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function next(result: HopsResult, page: Page, style: HopsStyle): string[] {
  const command = nextCommand(result, style);
  return command === undefined ? [] : [nextBlock(command, page)];
}
