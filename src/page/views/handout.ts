import { GENERATION_WORDS, GENERATIONS } from '../../core/text/generation-words.ts';
import { type Element, el, type Markup } from '../../output/markup/markup.ts';
import { FATE_LOOK } from '../../output/picture/fate-look.ts';
import { type BothEnds, type HandoutLink, handoutLinks, type LinkFate } from '../handout/handout-rows.ts';

/** What a handout is made of; the answers are those of the end, whatever the screen shows. */
export interface HandoutParts extends BothEnds {
  readonly title: string;
  /** Who gives the ports. */
  readonly rules: string;
  /** The lab without its ports. */
  readonly picture: Markup;
}

/** With more links the tables go on over further pages. */
const MOST_ON_A_PAGE = 12;
/** With more lines a table has no room below the picture, and stands in two columns. */
const MOST_IN_ONE_TABLE = 12;
/** Lines of a column that can be as high as a hand likes. */
const MOST_ROOMY = 8;
/** With more lines they are as low as can be written in. */
const MOST_NORMAL = 13;

/** Characters of a name on one line of the usual letters. */
const LONGEST_ON_A_LINE = 15;
/** Names of the letters of the answers, and how many lines of text they leave room for on Letter. */
const ANSWER_SIZES = [
  { name: 'is-roomy', lines: 24 },
  { name: 'is-normal', lines: 36 },
  { name: 'is-small', lines: 50 },
  { name: 'is-tiny', lines: 62 },
] as const;
/** Characters of a line of the columns, in the smaller letters. */
const NAME_WIDTH = 26;
const HEARS_WIDTH = 32;

/** The lab for the printer: one page to fill in, and one with the answers. */
export function handoutView(parts: HandoutParts): Element {
  const links = handoutLinks(parts);
  const tables = blankTables(links);
  return el(
    'article',
    { class: `handout ${densityOf(links, tables)}`, key: 'handout', 'aria-label': 'Handout' },
    el(
      'section',
      { class: 'handout-sheet' },
      head(parts, 'Fill in the table'),
      el('p', { class: 'handout-name' }, 'Name', el('span', {}), 'Date', el('span', {}), 'Dynamips', el('span', {})),
      el('div', { class: 'handout-picture' }, parts.picture),
      el('div', { class: 'handout-tables' }, tables),
    ),
    el(
      'section',
      { class: 'handout-sheet' },
      head(parts, 'Answers'),
      answerTable(links),
      el(
        'p',
        { class: 'handout-signs' },
        Object.values(FATE_LOOK)
          .map(({ sign, word }) => `${sign} ${word}`)
          .join('  '),
      ),
    ),
  );
}

function densityOf(links: readonly HandoutLink[], tables: readonly Element[]): string {
  if (links.length > MOST_ON_A_PAGE) return 'is-long';
  const lines = Math.max(...tables.map(({ children }) => rowCount(children)));
  if (lines <= MOST_ROOMY) return 'is-roomy';
  const hasLongName = links.some(({ ends }) => ends.some(({ name }) => name.length > LONGEST_ON_A_LINE));
  return lines > MOST_NORMAL || hasLongName ? 'is-dense' : 'is-normal';
}

function rowCount(children: readonly Markup[]): number {
  const body = children.find((child): child is Element => typeof child !== 'string' && child.tag === 'tbody');
  return body?.children.length ?? 0;
}

function head({ title, rules }: HandoutParts, what: string): Element {
  return el('header', {}, el('h1', { dir: 'auto' }, title), el('p', {}, `${what}. ${rules}.`));
}

/** One table, or two beside each other; the ends of a link stay together. */
function blankTables(links: readonly HandoutLink[]): Element[] {
  const lines = links.map(({ ends }) => ends.map(({ name }) => name));
  const total = lines.flat().length;
  if (total <= MOST_IN_ONE_TABLE || links.length > MOST_ON_A_PAGE) return [blankTable(lines.flat())];
  const left: string[] = [];
  const right: string[] = [];
  for (const names of lines) (left.length + names.length / 2 <= total / 2 ? left : right).push(...names);
  return [blankTable(left), blankTable(right)];
}

function blankTable(names: readonly string[]): Element {
  return el(
    'table',
    {},
    headRow(['End', 'Local', 'Foreign', 'Hears']),
    el(
      'tbody',
      {},
      names.map((name) =>
        el('tr', {}, el('th', { scope: 'row', dir: 'auto' }, name), el('td', {}), el('td', {}), el('td', {})),
      ),
    ),
  );
}

function headRow(titles: readonly string[]): Element {
  return el(
    'thead',
    {},
    el(
      'tr',
      {},
      titles.map((title) => el('th', { scope: 'col' }, title)),
    ),
  );
}

function answerTable(links: readonly HandoutLink[]): Element {
  const hears = GENERATIONS.map((generation) => `Hears, ${GENERATION_WORDS[generation]}`);
  return el(
    'table',
    { class: `handout-answers ${answerSize(links)}` },
    headRow(['End', 'Local', 'Foreign', ...hears]),
    links.map((link) => el('tbody', {}, link.ends.map(endRow), fateRow(link))),
  );
}

/** The largest letters with which the answers stand on one page; of many links the usual ones. */
function answerSize(links: readonly HandoutLink[]): string {
  const lines = links.flatMap(({ ends, before, from }) => [
    ...ends.map(({ name, hearsBefore, hearsFrom }) =>
      Math.max(linesOf(name, NAME_WIDTH), linesOf(hearsBefore, HEARS_WIDTH), linesOf(hearsFrom, HEARS_WIDTH)),
    ),
    before.sentence === from.sentence
      ? linesOf(from.sentence, 2 * HEARS_WIDTH)
      : Math.max(linesOf(before.sentence, HEARS_WIDTH), linesOf(from.sentence, HEARS_WIDTH)),
  ]);
  const total = lines.reduce((sum, count) => sum + count, 0);
  const size = ANSWER_SIZES.find(({ lines: room }) => total <= room);
  return size?.name ?? (links.length > MOST_ON_A_PAGE ? 'is-small' : 'is-tiny');
}

function linesOf(text: string, width: number): number {
  return Math.ceil(text.length / width);
}

function endRow({ name, local, foreign, hearsBefore, hearsFrom }: HandoutLink['ends'][number]): Element {
  const cells = [local, foreign, hearsBefore, hearsFrom].map((text) => el('td', { dir: 'auto' }, text));
  return el('tr', {}, el('th', { scope: 'row', dir: 'auto' }, name), cells);
}

function fateRow({ number, name, ends, before, from }: HandoutLink): Element {
  const isSame = before.sentence === from.sentence;
  const title = ends.length === 0 ? `Link ${number}: ${name}` : `Link ${number}`;
  return el(
    'tr',
    { class: 'handout-fate' },
    el('th', { scope: 'row', colspan: 3, dir: 'auto' }, title),
    isSame ? fateCell(from, 2) : [fateCell(before, 1), fateCell(from, 1)],
  );
}

function fateCell({ sign, sentence }: LinkFate, colspan: number): Element {
  return el(
    'td',
    { colspan, class: sign === FATE_LOOK.peer.sign ? 'is-well' : 'is-marked' },
    el('span', { class: 'handout-sign' }, sign),
    ' ',
    sentence,
  );
}
