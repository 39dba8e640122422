import { SYSTEM_NAMES } from '../../../core/kernel/knowledge.ts';
import type { Answer, BindAnswer, ReceiverAnswer } from '../../../core/kernel/situation.ts';
import { counted } from '../../../core/text/counted.ts';
import { commandWord } from '../../../core/text/shell-word.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { KernelResult, SituationResult } from '../result.ts';

const COLUMNS: readonly Column[] = [
  { title: '  Situation' },
  { title: 'Predicted' },
  { title: 'Observed' },
  { title: 'Grade', optional: true },
];

/** What a run may tell in addition. */
export interface KernelView {
  /** The file that the answers were written to. */
  readonly savedTo?: string | undefined;
}

/**
 * The headline, what differs, the table, what was not tried, and what to do next. Ends without a line break.
 */
export function renderKernel(result: KernelResult, page: Page, { savedTo }: KernelView = {}): string {
  const safe = safeResult(result);
  const { paint, width } = page;
  const tried = safe.situations.filter(({ verdict }) => verdict !== 'not-tried');
  const blocks = [headline(safe, page), ...differences(safe, page)];
  if (tried.length > 0) {
    const rows = tried.map(cells);
    blocks.push(renderColumns(COLUMNS, rows, width), paint.dim(indent(legend(tried), 0, width)));
  }
  blocks.push(...notTried(safe, page), ...next(safe, page, savedTo));
  return blocks.join('\n\n');
}

function headline(result: KernelResult, { paint, width }: Page): string {
  const { system, release, method, elapsedMs } = result;
  const by = method.by === 'program' ? `NIOs of ${method.program} ${method.version}` : 'sockets of niostat';
  const where = paint.dim(`${SYSTEM_NAMES[system]} ${release}, ${by}, ${(elapsedMs / 1000).toFixed(1)} s`);
  return `${indent(verdict(result), 0, width).split('\n').map(paint.strong).join('\n')}\n${where}`;
}

function verdict({ outcome, situations, counts }: KernelResult): string {
  const { agrees, differs, new: news, 'not-tried': left } = counts;
  const tried = situations.length - left;
  const rest = left === 0 ? '' : `, ${left} not tried`;
  if (tried === 0) return `Nothing could be tried: ${counted(left, 'situation')}`;
  if (differs > 0)
    return `✗ ${counted(differs, 'situation')} of ${tried} ${differs === 1 ? 'differs' : 'differ'} from what is predicted${rest}`;
  const found = news === 0 ? '' : `; ${news} ${news === 1 ? 'was' : 'were'} not established before`;
  // What should have been tried, and was not, leaves it open.
  const sign = outcome === 'unknown' ? '!' : '✓';
  return `${sign} This kernel behaves as predicted: ${agrees} of ${counted(tried, 'situation')}${found}${rest}`;
}

/** Each difference in sentences. */
function differences({ situations }: KernelResult, { paint, width }: Page): string[] {
  return situations.flatMap(({ verdict: is, title, predicted, observed }) => {
    if (is !== 'differs' || observed === undefined) return [];
    const { grade, place } = predicted.bind;
    const origin = place === '' ? grade : `${grade}: ${place}`;
    const told = `predicted: ${sentence(predicted.bind.value, predicted.receiver.value)} (${origin})`;
    const error = observed.error === undefined ? '' : ` (${observed.error})`;
    const seen = `observed:  ${sentence(observed.bind, observed.receiver)}${error}`;
    return [[paint.bad(`✗ ${title}`), indent(told, 4, width), indent(seen, 4, width)].join('\n')];
  });
}

const BINDS: Readonly<Record<BindAnswer, string>> = {
  bound: 'bound',
  shared: 'shared',
  refused: 'refused',
  fallback: 'fallback',
  unknown: 'not known',
};

const RECEIVERS: Readonly<Record<ReceiverAnswer, string>> = {
  'peer-of-each': 'each',
  first: 'first',
  last: 'last',
  unconnected: 'open',
  none: 'none',
  unknown: '?',
};

/** What goes without saying: the first keeps what it had, or there is nobody. */
function isUsual(bind: BindAnswer, receiver: ReceiverAnswer): boolean {
  if (bind === 'refused') return receiver === 'first' || receiver === 'none';
  if (bind === 'bound') return receiver === 'first' || receiver === 'peer-of-each';
  return bind === 'fallback' ? receiver === 'none' : bind === 'unknown';
}

function short(bind: BindAnswer, receiver: ReceiverAnswer): string {
  return isUsual(bind, receiver) ? BINDS[bind] : `${BINDS[bind]}, ${RECEIVERS[receiver]}`;
}

const MARKS = { agrees: '✓', differs: '✗', new: '+', 'not-tried': '-' } as const;

function cells({ verdict: is, title, predicted, observed }: SituationResult): string[] {
  return [
    `${MARKS[is]} ${title}`,
    short(predicted.bind.value, predicted.receiver.value),
    observed === undefined ? '' : short(observed.bind, observed.receiver),
    gradeOf(predicted),
  ];
}

/** That of the half which is less sure, if they are not the same. */
function gradeOf({ bind, receiver }: Answer): string {
  return bind.grade === receiver.grade ? bind.grade : `${bind.grade}, ${receiver.grade}`;
}

const BIND_SENTENCES: Readonly<Record<BindAnswer, string>> = {
  bound: 'the port is its own',
  shared: 'the second is bound as well',
  refused: 'it is refused, 206 from Dynamips',
  fallback: 'it falls back to 127.0.0.1',
  unknown: 'not established',
};

const RECEIVER_SENTENCES: Readonly<Record<ReceiverAnswer, string>> = {
  'peer-of-each': 'each socket receives what its own peer sends',
  first: 'the first socket receives',
  last: 'the last socket receives everything',
  unconnected: 'the socket without a peer receives everything',
  none: 'no socket receives',
  unknown: 'who receives follows none of the rules',
};

function sentence(bind: BindAnswer, receiver: ReceiverAnswer): string {
  return `${BIND_SENTENCES[bind]}; ${RECEIVER_SENTENCES[receiver]}`;
}

/** Which NIO is which (docs/FACTS.md, "Sharing a port"). */
const NIO_KINDS = 'Old NIO: Dynamips up to 0.2.17; new NIO: 0.2.18 or later, and uBridge.';

/** What the short words of the table mean, of those that are in it, and how sure the predictions are. */
function legend(tried: readonly SituationResult[]): string {
  const words = tried.flatMap((one) => cells(one).slice(1, 3));
  const meanings = [
    ['refused', 'Refused: 206 from Dynamips, and the first socket keeps its frames'],
    ['shared, each', 'Each: each receives what its own peer sends'],
    ['shared, last', 'Last: the one connected last takes all'],
    ['shared, first', 'First: the one that was there first takes all'],
    ['shared, open', 'Open: the one without a peer takes all'],
    ['fallback', 'Fallback: to 127.0.0.1, where its peer is not'],
  ] as const;
  const told = meanings.flatMap(([word, meaning]) => (words.includes(word) ? [meaning] : []));
  const places = new Map<string, number>();
  for (const { predicted } of tried) {
    const { grade, place } = predicted.bind;
    const origin = grade === 'seen' ? `seen (${place})` : grade === 'unknown' ? 'not established' : grade;
    places.set(origin, (places.get(origin) ?? 0) + 1);
  }
  const grades = [...places].map(([origin, count]) => `${count} ${origin}`).join(', ');
  return `${NIO_KINDS} ${told.map((one) => `${one}.`).join(' ')} Predictions: ${grades}.`;
}

/** The situations that were not tried, by the reason. */
function notTried({ situations }: KernelResult, { paint, width }: Page): string[] {
  const byReason = new Map<string, string[]>();
  for (const { verdict: is, why = '', title } of situations) {
    if (is === 'not-tried') byReason.set(why, [...(byReason.get(why) ?? []), title]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].map(([why, titles]) => {
    const named = titles.length > MOST_NAMED ? counted(titles.length, 'situation') : titles.join('; ');
    return indent(`${why}: ${named}`, 4, width).replace(/^ {4}/, '  - ');
  });
  return [`${paint.strong('Not tried')}\n${lines.join('\n')}`];
}

/** Of more situations than this only the number is told. */
const MOST_NAMED = 3;

function next({ counts, situations }: KernelResult, { paint, width }: Page, savedTo: string | undefined): string[] {
  if (counts['not-tried'] === situations.length) return [];
  const lines =
    savedTo === undefined
      ? [
          'niostat kernel --save kernel.json',
          'keeps these answers for --kernel of check, simulate, preflight and links',
        ]
      : [
          `niostat check LAB --kernel ${commandWord(savedTo)}`,
          'uses these answers; so do simulate, preflight and links',
        ];
  return [`${paint.strong('Next')}\n  ${lines[0]}\n${paint.dim(indent(lines[1] ?? '', 4, width))}`];
}
