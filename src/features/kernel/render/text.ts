import type { Answer, BindAnswer, ReceiverAnswer } from '../../../core/kernel/situation.ts';
import { counted } from '../../../core/text/counted.ts';
import { commandWord } from '../../../core/text/shell-word.ts';
import { SYSTEM_NAMES } from '../../../core/text/system-names.ts';
import { bullet } from '../../../output/bullet.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { KernelResult, SituationResult } from '../result.ts';

const COLUMNS: readonly Column[] = [
  { title: '  Situation', wraps: true },
  { title: 'Second Socket' },
  { title: 'Frames Go To', wraps: true },
  { title: 'Prediction', optional: true },
];

/** What a run may tell in addition. */
export interface KernelView {
  /** The file that the answers were written to. */
  readonly savedTo?: string | undefined;
}

/**
 * The headline, what differs, what is new, what was not tried, and what to do next; what is as predicted in
 * one line, or with -v in a table. Ends without a line break.
 */
export function renderKernel(result: KernelResult, page: Page, { savedTo }: KernelView = {}): string {
  const safe = safeResult(result);
  const { width, verbose = false } = page;
  const listed = safe.situations.filter(({ verdict: is }) => is === 'new' || (verbose && is !== 'not-tried'));
  const blocks = [headline(safe, page), ...differences(safe, page)];
  if (listed.length > 0) blocks.push(renderColumns(COLUMNS, listed.map(cells), width), legend(listed, page));
  else if (safe.counts.differs > 0) blocks.push(dimLines(NIO_KINDS, page));
  const { agrees } = safe.counts;
  if (agrees > 0 && !verbose) {
    const fine = `As predicted: ${counted(agrees, 'situation')} (-v lists them). ${foundation(safe.situations)}`;
    blocks.push(indent(fine, 0, width));
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
  if (tried === 0) return `! Nothing could be tried: ${counted(left, 'situation')}`;
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

/** What the table calls the fate of the second socket. */
const BINDS: Readonly<Record<BindAnswer, string>> = {
  bound: 'bound',
  shared: 'shared',
  refused: 'refused',
  fallback: 'fallback',
  unknown: 'not known',
};

/** Who receives; with one socket there is no choice. */
const RECEIVERS: Readonly<Record<ReceiverAnswer, string>> = {
  'peer-of-each': 'each its own',
  first: 'the first',
  last: 'the last',
  unconnected: 'the unconnected',
  none: 'none',
  unknown: 'not known',
};

const MARKS = { agrees: '✓', differs: '✗', new: '+', 'not-tried': '-' } as const;

/** What was observed; where it differs, the prediction stands in sentences above. */
function cells({ verdict: is, title, predicted, observed }: SituationResult): string[] {
  const bind = observed?.bind ?? predicted.bind.value;
  const receiver = observed?.receiver ?? predicted.receiver.value;
  return [`${MARKS[is]} ${title}`, BINDS[bind], RECEIVERS[receiver], gradeOf(predicted)];
}

/** That of the half which is less sure, if they are not the same. */
function gradeOf({ bind, receiver }: Answer): string {
  return bind.grade === receiver.grade ? bind.grade : `${bind.grade}, ${receiver.grade}`;
}

const BIND_SENTENCES: Readonly<Record<BindAnswer, string>> = {
  bound: 'the second socket has the port for itself',
  shared: 'the second socket shares the port',
  refused: 'the second socket is refused, 206 from Dynamips',
  fallback: 'the second socket falls back to 127.0.0.1',
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

/** Which NIO is which in the titles (docs/FACTS.md, "Sharing a port"). */
const NIO_KINDS = ['old NIO: Dynamips up to 0.2.17', 'new NIO: Dynamips from 0.2.18 on, and uBridge'];

function dimLines(lines: readonly string[], { paint, width }: Page): string {
  return lines.map((line) => paint.dim(indent(line, 2, width))).join('\n');
}

/** What the words of the table mean (docs/FACTS.md, "Sharing a port"), of those in it, a line each. */
function legend(listed: readonly SituationResult[], page: Page): string {
  const words = new Set(listed.flatMap(cells));
  const meanings: readonly (readonly [string, string])[] = [
    ['refused', '206 from Dynamips; the first socket keeps its frames'],
    ['shared', 'both sockets have the port, without an error'],
    ['fallback', 'refused on ::1, bound on 127.0.0.1, where its peer is not'],
    ['each its own', 'each socket receives what its own peer sends'],
    ['the first', 'the socket that was there first receives everything'],
    ['the last', 'the socket that was connected last receives everything'],
    ['the unconnected', 'the socket without a peer receives everything'],
  ];
  const lines = [
    ...NIO_KINDS,
    ...meanings.flatMap(([word, meaning]) => (words.has(word) ? [`${word}: ${meaning}`] : [])),
  ];
  return dimLines(lines, page);
}

/** What the predictions rest on. */
function foundation(situations: readonly SituationResult[]): string {
  const places = new Map<string, number>();
  for (const { verdict: is, predicted } of situations) {
    if (is === 'not-tried') continue;
    const { grade, place } = predicted.bind;
    const origin = grade === 'seen' ? `seen (${place})` : grade === 'unknown' ? 'not established' : grade;
    places.set(origin, (places.get(origin) ?? 0) + 1);
  }
  return `Predictions: ${[...places].map(([origin, count]) => `${count} ${origin}`).join(', ')}.`;
}

/** The situations that were not tried, by the reason. */
function notTried({ situations }: KernelResult, { width }: Page): string[] {
  const byReason = new Map<string, string[]>();
  for (const { verdict: is, why = '', title } of situations) {
    if (is === 'not-tried') byReason.set(why, [...(byReason.get(why) ?? []), title]);
  }
  if (byReason.size === 0) return [];
  return [
    [...byReason]
      .map(([why, titles]) => {
        const named = titles.length > MOST_NAMED ? counted(titles.length, 'situation') : titles.join('; ');
        return bullet('-', `not tried, ${why}: ${named}`, width);
      })
      .join('\n'),
  ];
}

/** Of more situations than this only the number is told. */
const MOST_NAMED = 3;

function next({ counts, situations }: KernelResult, page: Page, savedTo: string | undefined): string[] {
  if (counts['not-tried'] === situations.length) return [];
  if (savedTo !== undefined) return [nextBlock(`niostat check LAB --kernel ${commandWord(savedTo)}`, page)];
  const use = 'The answers can be kept, for --kernel of check, simulate, preflight and links.';
  return [page.paint.dim(indent(use, 0, page.width)), nextBlock('niostat kernel --write kernel.json', page)];
}
