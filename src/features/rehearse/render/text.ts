import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import {
  type CleanResult,
  DIRECTION_VERDICTS,
  type DirectionVerdict,
  type RehearsedDirection,
  type RehearsedLink,
  type RehearseResult,
} from '../result.ts';

const WORDS: Readonly<Record<DirectionVerdict, string>> = {
  'not-created': 'not created',
  elsewhere: 'delivered elsewhere',
  looped: 'looped',
  lost: 'lost',
  'not-tried': 'not tried',
  delivered: 'delivered',
};

interface Row {
  readonly link: RehearsedLink;
  readonly direction: RehearsedDirection;
}

/** A rehearsal for a person: the sum, what is wrong and why, and with `all` every direction. */
export function renderRehearsal(unsafe: RehearseResult, page: Page, { all }: { all: boolean }): string {
  const result = safeResult(unsafe);
  const rows = result.links.flatMap((link) => link.directions.map((direction) => ({ link, direction })));
  const isBad = ({ direction }: Row): boolean => direction.explanation !== undefined;
  const bad = rows.filter(isBad).sort((one, other) => rankOf(one) - rankOf(other));
  const listed = all ? [...bad, ...rows.filter((row) => !isBad(row))] : bad;
  return [
    headline(result, rows, page),
    table(listed, page.width),
    explanations(bad, page),
    skippedText(result, page),
    ...result.limits.map((limit) => indent(`${page.paint.warn('!')} ${limit}`, 0, page.width)),
    indent(
      `Everything that was made on the hypervisors is deleted again (${(result.elapsedMs / 1000).toFixed(1)} s).`,
      0,
      page.width,
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rankOf({ direction }: Row): number {
  return DIRECTION_VERDICTS.indexOf(direction.verdict);
}

function headline(result: RehearseResult, rows: readonly Row[], { paint, width }: Page): string {
  const { labs, links, hypervisors } = result;
  const sums = DIRECTION_VERDICTS.toReversed()
    .map((verdict) => ({ verdict, number: rows.filter(({ direction }) => direction.verdict === verdict).length }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${WORDS[verdict]}`)
    .join(', ');
  const isWell = rows.every(({ direction }) => direction.explanation === undefined);
  const tried = `${counted(links.length, 'link')}, ${counted(rows.length, 'direction')} on ${counted(hypervisors.length, 'hypervisor')}`;
  const sum = `${isWell ? paint.good('✓') : paint.bad('✗')} ${paint.strong(`${labs.join(', ')}: ${tried}: ${sums}`)}`;
  return indent(sum, 0, width);
}

const COLUMNS: readonly Column[] = [
  { title: 'Verdict' },
  { title: 'From' },
  { title: 'To' },
  { title: 'Frames' },
  { title: 'Round Trip', optional: true },
  { title: 'Sends To', optional: true },
  { title: 'Came Out At' },
];

/** Where frames came out is shown only where that is anywhere. */
function table(rows: readonly Row[], width: number): string {
  if (rows.length === 0) return '';
  const hasStrays = rows.some(({ direction }) => direction.strays !== undefined);
  const columns = hasStrays ? COLUMNS : COLUMNS.slice(0, -1);
  return renderColumns(
    columns,
    rows.map((row) => cellsOf(row).slice(0, columns.length)),
    width,
  );
}

function cellsOf({ link, direction }: Row): string[] {
  const { from, verdict, sent, received, roundTripMs, strays = [], evidence } = direction;
  const [sender, receiver] = from === 'a' ? [link.a, link.b] : [link.b, link.a];
  return [
    WORDS[verdict],
    `${sender.device} ${sender.interface}`,
    `${receiver.device} ${receiver.interface}`,
    sent === 0 ? '-' : `${received}/${sent}${evidence === 'counters' ? ' counted' : ''}`,
    roundTripMs === undefined ? '-' : `${roundTripMs.toFixed(1)} ms`,
    `${sender.localPort} -> ${sender.remoteHost}:${sender.remotePort}`,
    strays.length === 0 ? '-' : strays.map(({ at }) => at).join(', '),
  ];
}

/** More reasons than these are only in the table. */
const MAX_EXPLANATIONS = 8;

/** Each reason once, with the directions that it holds for. */
function explanations(bad: readonly Row[], page: Page): string {
  const byReason = new Map<string, Row[]>();
  for (const row of bad) {
    const { verdict, explanation = '' } = row.direction;
    const key = `${verdict} ${explanation}`;
    byReason.set(key, [...(byReason.get(key) ?? []), row]);
  }
  const texts = [...byReason.values()].slice(0, MAX_EXPLANATIONS).map((rows) => {
    const { direction } = rows[0] as Row;
    const title = `${page.paint.bad('✗')} ${page.paint.strong(`${WORDS[direction.verdict]}: ${someOf(rows.map(directionName))}`)}`;
    return `${indent(title, 0, page.width)}\n${indent(direction.explanation ?? '', 2, page.width)}`;
  });
  const rest = byReason.size - texts.length;
  if (rest > 0) texts.push(`${counted(rest, 'more reason')} like these; --json has all.`);
  return texts.join('\n');
}

function directionName({ link, direction }: Row): string {
  const [sender, receiver] = direction.from === 'a' ? [link.a, link.b] : [link.b, link.a];
  return `${sender.device} ${sender.interface} to ${receiver.device} ${receiver.interface}`;
}

function skippedText({ skipped }: RehearseResult, page: Page): string {
  if (skipped.length === 0) return '';
  const reasons = new Map<string, string[]>();
  for (const { name, why } of skipped) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  return [...reasons]
    .map(([why, names]) =>
      indent(`${counted(names.length, 'link')} left out, because ${why}: ${someOf(names)}`, 0, page.width),
    )
    .join('\n');
}

/** What was cleaned, for a person. */
export function renderCleaning(unsafe: CleanResult, { paint, width }: Page): string {
  const { cleaned } = safeResult(unsafe);
  return cleaned
    .map(({ hypervisor, removed, unlisted, error }) => {
      if (error !== undefined) {
        const start = removed === 0 ? '' : `${counted(removed, 'object')} of a rehearsal deleted, and then: `;
        const next = removed === 0 ? '' : '\nthe same command deletes the others when it answers again';
        return indent(`${paint.bad('✗')} ${hypervisor}: ${start}${error}${next}`, 0, width);
      }
      if (unlisted !== undefined) {
        const left = `${counted(unlisted.length, 'object')} left alone, which no rehearsal of this user on this host has made: ${someOf(unlisted)}`;
        const next = 'niostat rehearse --clean --by-name deletes what has such names';
        const start = removed === 0 ? '' : `${counted(removed, 'object')} of a rehearsal deleted; `;
        return indent(`${paint.warn('!')} ${hypervisor}: ${start}${left}\n${next}`, 0, width);
      }
      const what =
        removed === 0 ? 'nothing of a rehearsal is left' : `${counted(removed, 'object')} of a rehearsal deleted`;
      return indent(`${paint.good('✓')} ${hypervisor}: ${what}`, 0, width);
    })
    .join('\n');
}
