import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { bullet } from '../../../output/bullet.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { type CleanResult, DIRECTION_VERDICTS, type RehearseResult } from '../result.ts';
import { endsOf, nameOf, type Row, WORDS } from './row.ts';
import { renderStories } from './stories.ts';

/** A rehearsal for a person: the sum, what is wrong and why, and with -v every direction. */
export function renderRehearsal(unsafe: RehearseResult, page: Page): string {
  const result = safeResult(unsafe);
  const { paint, width } = page;
  const rows = result.links.flatMap((link) => link.directions.map((direction) => ({ link, direction })));
  const isBad = ({ direction }: Row): boolean => direction.explanation !== undefined;
  const bad = rows.filter(isBad).sort((one, other) => rankOf(one) - rankOf(other));
  const listed = page.verbose ? [...bad, ...rows.filter((row) => !isBad(row))] : bad;
  const seconds = (result.elapsedMs / 1000).toFixed(1);
  const done = `Everything that was made on the hypervisors is deleted again (${seconds} s).`;
  return [
    headline(result, rows, page),
    ...renderStories(bad, page),
    table(listed, width),
    skippedText(result, page),
    ...result.limits.map((limit) => bullet(paint.warn('!'), limit, width)),
    paint.dim(indent(done, 0, width)),
    ...(result.nextCommand === undefined ? [] : [nextBlock(result.nextCommand, page)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rankOf({ direction }: Row): number {
  return DIRECTION_VERDICTS.indexOf(direction.verdict);
}

function headline(result: RehearseResult, rows: readonly Row[], { paint, width }: Page): string {
  const { labs, links, hypervisors, outcome } = result;
  const bad = links.filter(({ directions }) => directions.some(({ explanation }) => explanation !== undefined));
  const sums = DIRECTION_VERDICTS.toReversed()
    .map((verdict) => ({ verdict, number: rows.filter(({ direction }) => direction.verdict === verdict).length }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${WORDS[verdict]}`)
    .join(', ');
  const sign = outcome === 'clean' ? paint.good('✓') : outcome === 'findings' ? paint.bad('✗') : paint.warn('!');
  const all = `${counted(links.length, 'link')} on ${counted(hypervisors.length, 'hypervisor')}`;
  const sum =
    bad.length === 0
      ? `every frame is delivered both ways: ${all}`
      : `${bad.length} of ${all} ${bad.length === 1 ? 'does' : 'do'} not carry every frame: of ${counted(rows.length, 'direction')} ${sums}`;
  return bullet(sign, paint.strong(`${labs.join(', ')}: ${sum}`), width);
}

const COLUMNS: readonly Column[] = [
  { title: 'Verdict' },
  { title: 'From', wraps: true },
  { title: 'Port' },
  { title: 'To', wraps: true },
  { title: 'Sends To', address: true },
  { title: 'Frames' },
  { title: 'Round Trip', optional: true },
  { title: 'Came Out At', wraps: true },
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

function cellsOf(row: Row): string[] {
  const { verdict, sent, received, roundTripMs, strays = [], evidence } = row.direction;
  const { sender, receiver } = endsOf(row);
  return [
    WORDS[verdict],
    nameOf(sender),
    String(sender.localPort),
    nameOf(receiver),
    `${sender.remoteHost}:${sender.remotePort}`,
    sent === 0 ? '-' : `${received}/${sent}${evidence === 'counters' ? ' counted' : ''}`,
    roundTripMs === undefined ? '-' : `${roundTripMs.toFixed(1)} ms`,
    strays.length === 0 ? '-' : strays.map(({ at }) => at).join(', '),
  ];
}

function skippedText({ skipped }: RehearseResult, page: Page): string {
  if (skipped.length === 0) return '';
  const reasons = new Map<string, string[]>();
  for (const { name, why } of skipped) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  return [...reasons]
    .map(([why, names]) =>
      bullet('-', `${counted(names.length, 'link')} not looked at, because ${why}: ${someOf(names)}`, page.width),
    )
    .join('\n');
}

/** What was cleaned, for a person. */
export function renderCleaning(unsafe: CleanResult, { paint, width }: Page): string {
  const { cleaned } = safeResult(unsafe);
  return cleaned
    .map(({ hypervisor, removed, unlisted, error }) => {
      if (error !== undefined) {
        const start = removed === 0 ? '' : `${counted(removed, 'object')} of a rehearsal deleted; then: `;
        const next = removed === 0 ? '' : '\nrun the same command again to delete the others, when it answers';
        return bullet(paint.bad('✗'), `${hypervisor}: ${start}${error}${next}`, width);
      }
      if (unlisted !== undefined) {
        const left = `${counted(unlisted.length, 'object')} left alone, not made by a rehearsal of this user on this host: ${someOf(unlisted)}`;
        const next = '`niostat rehearse --clean --by-name` deletes objects with such names';
        const start = removed === 0 ? '' : `${counted(removed, 'object')} of a rehearsal deleted; `;
        return bullet(paint.warn('!'), `${hypervisor}: ${start}${left}\n${next}`, width);
      }
      const what =
        removed === 0 ? 'nothing of a rehearsal is left' : `${counted(removed, 'object')} of a rehearsal deleted`;
      return bullet(paint.good('✓'), `${hypervisor}: ${what}`, width);
    })
    .join('\n');
}
