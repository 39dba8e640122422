import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { renderColumns } from '../../../output/columns.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { commandLines, indent, nextBlock, paintLines } from '../../../output/prose.ts';
import { safeResult, safeText } from '../../../output/safe-text.ts';
import { hostText } from '../link-end.ts';
import type { LinksResult } from '../result.ts';
import type { StillLoaded } from '../still-loaded.ts';
import { groupsOf, type LinkGroup } from './group-links.ts';
import { linksHeadline } from './headline.ts';
import { type LinkColumns, linkCells } from './rows.ts';
import { socketTable } from './socket-table.ts';
import { capital, explanationsOf, factsOf, linkName, type Story, storyOf } from './stories.ts';

export interface LinksStyle extends LinkColumns {
  /** The whole story of each cause, with the facts that it rests on. */
  readonly explain: boolean;
  /** False with -H. */
  readonly header: boolean;
  /** False where netstat's table of sockets was asked for instead. */
  readonly links?: boolean;
  /** What tells more about broken links; absent where that is what is shown. */
  readonly next?: string | undefined;
}

const SIGNS = { clean: '✓', findings: '✗', unknown: '!' } as const;

/** How many causes are told above the table; --explain tells all. */
const MOST_STORIES = 4;

/**
 * The sum, what is wrong with one story for each cause, one line for each link, and what could not be seen.
 */
export function linksTable(result: LinksResult, page: Page, style: LinksStyle): string {
  const { width } = page;
  const { links = true } = style;
  const blocks: string[] = [];
  if (style.header) blocks.push(headline(result, page));
  if (links && (style.header || style.explain)) blocks.push(...stories(result, page, style));
  if (links && result.links.length > 0) blocks.push(linkRows(result, width, style));
  if (result.sockets !== undefined) blocks.push(socketTable(result, width, style));
  if (style.header) blocks.push(...limits(result, page), ...next(result, page, style));
  return blocks.join('\n\n');
}

function headline(result: LinksResult, { paint, width }: Page): string {
  const { outcome } = result;
  const colour = outcome === 'clean' ? paint.strong : outcome === 'findings' ? paint.bad : paint.warn;
  return paintLines(indent(`${SIGNS[outcome]} ${linksHeadline(result)}`, 0, width), colour);
}

function linkRows(result: LinksResult, width: number, style: LinksStyle): string {
  const { columns, rows, hasStars } = linkCells(result, style);
  const text = renderColumns(columns, rows, width, { header: style.header });
  return hasStars && style.header
    ? `${text}\n\n${indent('* the state has changed since the last picture', 0, width)}`
    : text;
}

/** What is wrong, worst first, one story for each cause. */
function stories(result: LinksResult, page: Page, style: LinksStyle): string[] {
  const { notMade = [] } = result;
  const loaded = safeResult(result.stillLoaded ?? []);
  const groups = groupsOf(result.links);
  const told = style.explain ? groups : groups.slice(0, MOST_STORIES);
  const texts = told.map((links) =>
    style.explain ? wholeStory(links, loaded, page) : shortStory(storyOf(links, loaded), page),
  );
  const never = safeResult(notMade).map(({ name, reason }) =>
    paintLines(indent(`never made: ${name}: ${reason}`, 0, page.width), page.paint.bad),
  );
  const left = groups.length - told.length;
  const more = left === 0 ? [] : [indent(`and ${counted(left, 'more cause')}: --explain tells all`, 0, page.width)];
  return style.explain
    ? [...texts, ...never]
    : [[...texts, ...never, ...more].join('\n')].filter((text) => text !== '');
}

/** What is wrong and what to do. */
function shortStory(story: Story, { paint, width }: Page): string {
  const what = paintLines(indent(safeText(`${capital(story.sentence)}.`), 0, width), paint.bad);
  return [what, ...whatToDo(story, paint, width)].join('\n');
}

/** A sentence, and below it as many commands as anybody copies. */
function whatToDo({ remedy, commands }: Story, paint: Paint, width: number): string[] {
  if (remedy === undefined) return [];
  const more = commands.length - MOST_COMMANDS;
  return [
    indent(`${paint.good('What to do:')} ${safeText(remedy)}`, 2, width),
    ...commands.slice(0, MOST_COMMANDS).map((command) => commandLines(safeText(command), 4, width)),
    ...(more > 0 ? [indent(`and ${more} more alike`, 4, width)] : []),
  ];
}

const MOST_COMMANDS = 8;

/** As many facts of one cause are told; those of further links are alike. */
const MOST_FACTS = 6;

/** What was expected, what is there, why, and what to do. */
function wholeStory(links: LinkGroup, loaded: readonly StillLoaded[], { paint, width }: Page): string {
  const safe = safeResult(links);
  const story = storyOf(safe, loaded);
  const [first] = safe;
  const states = [...new Set(safe.map(({ state }) => state))].join(', ');
  const names = someOf(safe.map(linkName), MOST_FACTS);
  const facts = factsOf(safe);
  const more = facts.length - MOST_FACTS;
  return [
    indent(`${paint.bad(states)}  ${paint.strong(names)}`, 0, width),
    ...(safe.length > 1 && first?.state !== 'CROSSED' ? [indent(`${capital(story.sentence)}.`, 2, width)] : []),
    ...explanationsOf(safe).map((text) => indent(text, 2, width)),
    ...facts.slice(0, MOST_FACTS).map((fact) => indent(`- ${fact}`, 4, width)),
    ...(more > 0 ? [indent(`- and ${counted(more, 'more fact')} of that kind`, 4, width)] : []),
    ...whatToDo(story, paint, width),
  ].join('\n');
}

/** What could not be seen, host by host. */
function limits({ hosts, links }: LinksResult, { paint, width }: Page): string[] {
  const own = links.flatMap(({ a, b }) => [a, b]).find((end) => end?.hostInLab !== undefined && end.host === THIS_HOST);
  const name = (host: string): string => (host !== THIS_HOST ? host : own === undefined ? 'this host' : hostText(own));
  const lines = hosts.flatMap(({ host, limits: all }) =>
    all.map((limit) => paintLines(indent(safeText(`! ${name(host)}: ${limit}`), 0, width), paint.warn)),
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** How the sockets of this host are called. */
const THIS_HOST = 'localhost';

function next({ outcome, links }: LinksResult, page: Page, style: LinksStyle): string[] {
  return style.next === undefined || outcome === 'clean' || links.length === 0 ? [] : [nextBlock(style.next, page)];
}
