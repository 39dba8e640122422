/** The columns of the table "Predicted, observed, tried" that hold words, in its order. */
export const KINDS = ['predicted', 'observed', 'tried', 'reached'] as const;

export type Kind = (typeof KINDS)[number];

/** What each kind calls the same fate of the frames; kinds without a word for it are left out. */
export type Counterparts = Readonly<Partial<Record<Kind, readonly string[]>>>;

/** One entry of docs/VOCABULARY.md. */
export interface WordEntry {
  readonly word: string;
  /** The heading that it stands under, such as `Words of ports`. */
  readonly group: string;
  /** Other names of the same thing. */
  readonly also: readonly string[];
  /** A paragraph, Markdown. */
  readonly meaning: string;
  readonly example: string;
  readonly remedy?: string | undefined;
  /** Other words, and ids of checks. */
  readonly see: readonly string[];
  /** Only of a word that tells what becomes of frames. */
  readonly counterparts?: Counterparts | undefined;
}

/** A row of the table: a fate, and the words of each kind that tell of it. */
type FateRow = Readonly<Record<Kind, readonly string[]>>;

const LABEL = /^(Also|Example|What to do|See): /;

/** Reads all entries of the page docs/VOCABULARY.md, in its order. */
export function readVocabulary(page: string): WordEntry[] {
  const rows = fateRows(page);
  return page.split(/^## /m).flatMap((section) => {
    const [heading = '', ...entries] = section.split(/^### /m);
    const group = heading.slice(0, heading.indexOf('\n'));
    return entries.map((entry) => readEntry(entry, group, rows));
  });
}

/**
 * The entries of a word, however it is spelt: `half open`, `HALF-OPEN`; those for which it is another name if
 * there are none. SHARED and shared are two things: the one that was typed comes first.
 */
export function entriesOf(name: string, all: readonly WordEntry[]): WordEntry[] {
  const key = wordKey(name);
  const alike = all.filter(({ word }) => wordKey(word) === key);
  const words = [...alike.filter(({ word }) => word === name), ...alike.filter(({ word }) => word !== name)];
  return words.length > 0 ? words : all.filter(({ also }) => also.map(wordKey).includes(key));
}

/** A word as it is compared: without case, and with one blank for all that is no letter or number. */
export function wordKey(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function readEntry(text: string, group: string, rows: readonly FateRow[]): WordEntry {
  const [word = '', ...paragraphs] = text.trim().split(/\n\n+/);
  const labelled = new Map<string, string>();
  const plain: string[] = [];
  for (const paragraph of paragraphs.map((lines) => lines.replaceAll('\n', ' '))) {
    const label = LABEL.exec(paragraph);
    if (label === null) plain.push(paragraph);
    else labelled.set(label[1] ?? '', paragraph.slice(label[0].length));
  }
  return {
    word,
    group,
    also: listed(labelled.get('Also')),
    meaning: plain.join(' '),
    example: labelled.get('Example') ?? '',
    remedy: labelled.get('What to do'),
    see: listed(labelled.get('See')),
    counterparts: counterpartsOf(word, rows),
  };
}

function listed(text = ''): string[] {
  return text === '' ? [] : text.split(', ');
}

/** The table of the page, one row for each fate. */
function fateRows(page: string): FateRow[] {
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| fate '));
  return lines.map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    // Before the first bar there is nothing, then comes the fate.
    const [predicted = [], observed = [], tried = [], reached = []] = cells
      .slice(2)
      .map((cell) => (cell === '-' ? [] : listed(cell)));
    return { predicted, observed, tried, reached };
  });
}

function counterpartsOf(word: string, rows: readonly FateRow[]): Counterparts | undefined {
  const own = KINDS.find((kind) => rows.some((row) => row[kind].includes(word)));
  if (own === undefined) return undefined;
  const shared = rows.filter((row) => row[own].includes(word));
  const others = KINDS.filter((kind) => kind !== own).map((kind) => [kind, matching(kind, shared, rows)] as const);
  return Object.fromEntries(others.filter(([, words]) => words.length > 0));
}

/**
 * The words of a kind that tell of one of these fates. A word that tells of several fates because one
 * direction fares well and the other does not means the same as another such word, where the kind has one.
 */
function matching(kind: Kind, shared: readonly FateRow[], rows: readonly FateRow[]): string[] {
  const words = [...new Set(shared.flatMap((row) => row[kind]))];
  const mixed = isMixed(shared, rows);
  const alike = words.filter(
    (word) =>
      isMixed(
        rows.filter((row) => row[kind].includes(word)),
        rows,
      ) === mixed,
  );
  return alike.length > 0 ? alike : words;
}

/** True of fates of which the first, `arrives`, is one and not the only one. */
function isMixed(fates: readonly FateRow[], rows: readonly FateRow[]): boolean {
  return fates.length > 1 && fates.some((row) => row === rows[0]);
}
