import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { bullet } from '../../../output/bullet.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { endsOf, nameOf, type Row } from './row.ts';

/** Directions past these are only in the table. */
const MOST_LINES = 6;

/**
 * What is wrong, each cause once for the hypervisors that have it: the links, who hears whom, and why. `bad`
 * is in the order of the screen, the worst first.
 */
export function renderStories(bad: readonly Row[], page: Page): string[] {
  const groups = new Map<string, Row[]>();
  for (const row of bad) {
    const { cause, explanation = '' } = row.direction;
    const { sender, receiver } = endsOf(row);
    const where = cause === 'one-port' ? [] : [sender.hypervisor, receiver.hypervisor].sort();
    const key = JSON.stringify(cause === undefined ? [explanation] : [cause, where]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((rows) => renderStory(rows, page));
}

function renderStory(rows: readonly Row[], page: Page): string {
  const { paint, width } = page;
  const links = [...new Set(rows.map(({ link }) => link.name))];
  const title = `${links.length === 1 ? '' : `${counted(links.length, 'link')}: `}${someOf(links)}`;
  const shown = rows.slice(0, MOST_LINES).map((row) => indent(whoHears(row), 2, width));
  const rest = rows.length - shown.length;
  return [
    bullet(paint.bad('✗'), paint.strong(title), width),
    ...shown,
    ...(rest > 0 ? [indent(`and ${counted(rest, 'more direction')}, in the table`, 2, width)] : []),
    indent(rows[0]?.direction.explanation ?? '', 2, width),
  ].join('\n');
}

/** Who hears the frames of a direction, or does not. */
function whoHears(row: Row): string {
  const { verdict, strays = [], sent, received } = row.direction;
  const { sender, receiver } = endsOf(row);
  const [from, to] = [nameOf(sender), nameOf(receiver)];
  switch (verdict) {
    case 'not-created':
      return `${from} has no NIO, so ${to} does not hear it.`;
    case 'looped':
      return `${from} hears what it sends itself; ${to} does not.`;
    case 'elsewhere':
      return `${someOf(strays.map(({ at }) => at))} hears what ${from} sends to ${to}.`;
    case 'lost':
      return `${to} does not hear ${from}.`;
    case 'not-tried':
      return `${from} to ${to} could not be tried.`;
    case 'delivered':
      return `${to} hears ${received} of ${counted(sent, 'frame')} of ${from}.`;
  }
}
