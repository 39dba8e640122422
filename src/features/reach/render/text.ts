import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { bullet } from '../../../output/bullet.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { HostReach, PortReach, ReachResult } from '../result.ts';
import { hostName } from './host-name.ts';
import { renderHostPorts } from './host-ports.ts';
import { renderStories } from './stories.ts';

/** The sum, what is wrong and what to do, every port of every host, and what comes next. */
export function renderReach(unsafe: ReachResult, page: Page): string {
  const result = safeResult(unsafe);
  const { hosts, nextCommand } = result;
  const elsewhere = renderElsewhere(result, page);
  return [
    headline(result, page),
    ...renderStories(hosts, page),
    ...hosts.filter(({ address }) => address !== undefined).map((host) => renderHostPorts(host, page)),
    ...(elsewhere === '' ? [] : [elsewhere]),
    ...(nextCommand === undefined ? [] : [nextBlock(nextCommand, page)]),
  ].join('\n\n');
}

function headline({ outcome, labs, hosts }: ReachResult, { paint, width }: Page): string {
  const name = labs.length > 0 ? labs.join(' + ') : someOf(hosts.map(({ host }) => host));
  if (hosts.length === 0)
    return indent(`${paint.strong(`${name}: this host has nothing to send for the lab`)}`, 0, width);
  const sign = outcome === 'clean' ? paint.good('✓') : outcome === 'findings' ? paint.bad('✗') : paint.warn('!');
  return bullet(sign, paint.strong(`${name}: ${sumText(hosts)}`), width);
}

function sumText(hosts: readonly HostReach[]): string {
  const ports = hosts.flatMap((host) => host.ports);
  const count = (is: (port: PortReach) => boolean): number => ports.filter(is).length;
  const blocked = count(({ isFinding, state }) => isFinding && state !== 'closed');
  const idle = count(({ isFinding, state }) => isFinding && state === 'closed');
  const open = count(
    ({ state, reason }) => state === 'open|filtered' || (state === 'not tried' && reason !== 'sample'),
  );
  const isFrameLost = hosts.some(({ findings }) => findings.some(({ kind }) => kind === 'frames-lost'));
  const of = `of ${counted(ports.length, 'port')}`;
  const parts = [
    ...(blocked === 0 ? [] : [`${blocked} ${of} ${blocked === 1 ? 'does' : 'do'} not get through`]),
    ...(idle === 0 ? [] : [`nothing listens on ${idle} ${of}`]),
    ...(isFrameLost ? ['full frames are lost'] : []),
    ...(open === 0 ? [] : [`${open} ${of} could not be determined`]),
  ];
  if (parts.length > 0) return parts.join('; ');
  if (hosts.some(({ responder }) => responder === 'not heard')) return 'the responder is not heard';
  const tried = count(({ state }) => state !== 'not tried');
  const sum = `${counted(tried, 'port')} on ${counted(hosts.length, 'host')}`;
  return tried === ports.length ? `every path is open: ${sum}` : `every path that was tried is open: ${sum}`;
}

/** What the labs need between other hosts, and from them. */
function renderElsewhere({ notTriedFromHere, hosts }: ReachResult, { width }: Page): string {
  const own = hosts.find(({ isThisHost }) => isThisHost);
  const nameOf = (to: string): string => (to !== 'localhost' ? to : own === undefined ? 'this host' : hostName(own));
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of notTriedFromHere) targets.set(from, (targets.get(from) ?? new Set()).add(nameOf(to)));
  return [...targets]
    .map(([from, to]) =>
      bullet('-', `not tried from here: ${from} to ${[...to].join(', ')}; run \`niostat reach\` on ${from}`, width),
    )
    .join('\n');
}
