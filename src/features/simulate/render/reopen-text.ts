import { hostPortText } from '../../../core/address/host-port.ts';
import type { LinkPorts, ReopenedLink } from '../../../core/open-project/reopening.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { ReopenResult } from '../reopen.ts';

export interface ReopenView {
  /** The target as a word of a command line. */
  readonly target: string;
  readonly header: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'Link', wraps: true },
  { title: 'Now' },
  { title: 'Reopened' },
  { title: 'Remark', wraps: true },
];

/** What becomes of the ports, why they are others now, and a row for each link. Ends without a line break. */
export function renderReopen(unsafe: ReopenResult, page: Page, { target, header }: ReopenView): string {
  const result = safeResult(unsafe);
  const { width } = page;
  const rows = result.links.map((link) => [
    link.name,
    link.oneOf === undefined ? pair(link.now) : `${link.oneOf.map(pair).join(' or ')}`,
    link.fails === undefined ? pair(link.after) : '-',
    remark(link),
  ]);
  const story = why(result);
  return [
    headline(result, page),
    ...(story === '' ? [] : [indent(story, 0, width)]),
    ...(rows.length === 0 ? [] : [renderColumns(COLUMNS, rows, width, { header })]),
    ...(result.limits.length === 0 ? [] : [result.limits.map((limit) => indent(limit, 0, width)).join('\n')]),
    nextBlock(`niostat links ${target}`, page),
  ].join('\n\n');
}

function headline({ project, server, links, range, others, takenByOthers }: ReopenResult, page: Page): string {
  const { paint, width } = page;
  const moving = links.filter(({ moves }) => moves).length;
  const failing = links.filter(({ fails }) => fails !== undefined).length;
  const unknown = links.filter(isUnknown).length;
  const sum =
    failing > 0
      ? `${counted(failing, 'link')} of ${links.length} would get no port: the project would not open`
      : moving === 0 && unknown > 0
        ? `opened again, ${links.length - unknown} of ${counted(links.length, 'link')} keep their ports; ${unknown} not looked at`
        : moving === 0
          ? `opened again, ${links.length === 1 ? 'its link has' : `all ${links.length} links have`} the ports that they have now`
          : `opened again, ${moving} of ${counted(links.length, 'link')} ${moving === 1 ? 'gets' : 'get'} other ports`;
  const held = `${listed(others)} ${others.length === 1 ? 'keeps' : 'keep'} ${counted(takenByOthers, 'port')}`;
  const where = [
    `GNS3 ${server.version} at ${hostPortText(server.host, server.port)}`,
    `UDP ${range.first}-${range.last}`,
    others.length === 0 ? 'no other project is open' : held,
  ];
  return [
    paint.strong(indent(`${project.name}: ${sum}`, 0, width)),
    paint.dim(indent(where.join('; '), 2, width)),
  ].join('\n');
}

/** Nothing is wrong with a project whose ports are others: only what names single ports goes wrong. */
function why({ why: cause, higherBy }: ReopenResult): string {
  if (cause === 'others first') {
    return `All ports are ${higherBy} higher now: another project was open when this one was opened, and is not any more.`;
  }
  if (cause === undefined) return '';
  return 'The project was edited while it was open: the ports of a deleted link go to the next one, and a link that is made after nodes have started gets ports behind theirs. It works as it is; only rules and notes that name single ports are wrong after it was opened again.';
}

/** `20014-20015`; an end that is not known is a question mark. */
function pair([a, b]: LinkPorts): string {
  return a === undefined && b === undefined ? '?' : `${a ?? '?'} ${b ?? '?'}`;
}

function remark(link: ReopenedLink): string {
  const { moves, fails, oneOf } = link;
  if (fails !== undefined) return fails;
  if (moves) return 'moves';
  if (oneOf !== undefined) return 'one of these';
  return isUnknown(link) ? 'not looked at' : '';
}

function isUnknown({ now, oneOf }: Pick<ReopenedLink, 'now' | 'oneOf'>): boolean {
  return oneOf === undefined && now.every((port) => port === undefined);
}
