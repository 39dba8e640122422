import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, paintLines } from '../../../output/prose.ts';
import { safeResult, safeText } from '../../../output/safe-text.ts';
import { socketAddress } from '../../../output/socket-address.ts';
import { isWell, type ObservedLink } from '../link-table.ts';
import type { LinksResult } from '../result.ts';
import { type LinkColumns, linkCells, linksHeadline, program } from './rows.ts';

export interface LinksStyle extends LinkColumns {
  /** The story of each broken link. */
  readonly explain: boolean;
  /** False with -H. */
  readonly header: boolean;
}

const WRAPPED = new Set(['Link', 'Remark']);

/** What is left out first where the terminal is narrow: --explain tells it too. */
const OPTIONAL = new Set([
  'Hypervisor',
  'Peer',
  'PID/Program',
  'Peer PID/Program',
  'Peer Recv-Q',
  'Peer Drops',
  'Recv-Q',
  'Drops',
]);

/** One line for each link, worst first, with the sum above and what could not be seen below. */
export function linksTable(result: LinksResult, page: Page, style: LinksStyle): string {
  const { paint, width } = page;
  const blocks: string[] = [];
  const { notMade = [] } = result;
  const allWell = notMade.length === 0 && result.links.every(({ state }) => isWell(state));
  if (style.header) {
    const headline = linksHeadline(result);
    blocks.push(paintLines(indent(headline, 0, width), allWell ? paint.strong : paint.bad));
  }
  if (result.links.length > 0) blocks.push(table(result, width, style));
  if (notMade.length > 0 && style.header) {
    const lines = safeResult(notMade).map(({ name, reason }) => indent(`never made: ${name}: ${reason}`, 0, width));
    blocks.push(lines.map((line) => paintLines(line, paint.bad)).join('\n'));
  }
  if (result.sockets !== undefined) blocks.push(socketTable(result, width, style));
  if (style.explain) blocks.push(...result.links.flatMap((row) => story(row, page)));
  else if (!result.links.every(({ state }) => isWell(state)) && style.header)
    blocks.push(indent(paint.dim('--explain tells what happened to each broken link and what to do'), 0, width));
  const limits = result.hosts.flatMap(({ host, limits: all }) => all.map((limit) => safeText(`${host}: ${limit}`)));
  if (limits.length > 0 && style.header)
    blocks.push(limits.map((limit) => paintLines(indent(`! ${limit}`, 0, width), paint.warn)).join('\n'));
  return blocks.join('\n\n');
}

function table(result: LinksResult, width: number, style: LinksStyle): string {
  const { titles, rows } = linkCells(result, style);
  const columns = titles.map((title) => ({
    title,
    address: title.endsWith('Address'),
    wraps: WRAPPED.has(title),
    optional: OPTIONAL.has(title),
  }));
  const text = renderColumns(columns, rows, width);
  return style.header ? text : withoutFirstLine(text);
}

/** All sockets, as netstat prints them. */
function socketTable(result: LinksResult, width: number, style: LinksStyle): string {
  const titles = ['Proto', 'Recv-Q', 'Send-Q', 'Local Address', 'Foreign Address', 'State', 'Host', 'PID/Program'];
  const rows = safeResult(result.sockets ?? []).map((row) => [
    `${row.protocol}${row.family === 6 ? '6' : ''}`,
    String(row.receiveQueue),
    String(row.sendQueue),
    socketAddress(row.localAddress, row.localPort, style),
    socketAddress(row.remoteAddress, row.remotePort, style),
    row.state === 'UNCONN' ? '' : row.state,
    row.host,
    row.pid === undefined ? (row.unknownOwner ?? '-') : program(row),
  ]);
  const text = renderColumns(
    titles.map((title) => ({ title })),
    rows,
    width,
  );
  return style.header ? text : withoutFirstLine(text);
}

function withoutFirstLine(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}

/** What was expected, what is there, why, and what to do. */
function story(row: ObservedLink, { paint, width }: Page): string[] {
  if (row.explanation === '') return [];
  const { state, name, a, explanation, evidence, remedy } = safeResult(row);
  const title = name ?? `${a.localAddress}:${a.localPort}`;
  return [
    [
      indent(`${paint.bad(state)}  ${paint.strong(title)}`, 0, width),
      indent(explanation, 2, width),
      ...evidence.map((fact) => indent(`- ${fact}`, 4, width)),
      ...(remedy === undefined ? [] : [indent(`${paint.good('What to do:')} ${remedy}`, 2, width)]),
    ].join('\n'),
  ];
}
