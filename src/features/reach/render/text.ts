import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { count, indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { ElsewhereFlow } from '../ports-to-try.ts';
import type { HostReach, PortReach, ReachResult } from '../result.ts';

/** Host by host: the sum, what is not as it should be, the path, and what to do. */
export function renderReach(unsafe: ReachResult, page: Page): string {
  const { hosts, notTriedFromHere } = safeResult(unsafe);
  const parts = hosts.map((host) => renderHost(host, page));
  const elsewhere = renderElsewhere(notTriedFromHere);
  return [...parts, ...(elsewhere === '' ? [] : [elsewhere])].join('\n\n') || 'Nothing leaves this host for the lab.';
}

const STATES = ['open', 'unfiltered', 'closed', 'filtered', 'open|filtered', 'not tried'] as const;

const PURPOSES = {
  control: 'control',
  console: 'consoles',
  aux: 'AUX',
  nio: 'NIOs',
  headroom: 'more NIOs',
  rehearsal: 'rehearsal',
} as const;

function renderHost(host: HostReach, page: Page): string {
  const { path, limits, remedies } = host;
  const { paint, width } = page;
  return [
    headline(host, page),
    ...(host.isSample ? [indent(sampleText(host), 2, width)] : []),
    ...exceptions(host, page),
    ...(path === undefined ? [] : pathLines(path).map((line) => indent(line, 2, width))),
    ...limits.map((line) => indent(line, 2, width)),
    ...remedies.map((line) => indent(`${paint.good('What to do:')} ${line}`, 2, width)),
  ].join('\n');
}

function headline({ host, address, ports, verdict, responder }: HostReach, { paint, width }: Page): string {
  const sign = { clean: paint.good('✓'), findings: paint.bad('✗'), unknown: paint.warn('!') }[verdict];
  const name = address === undefined || address === host ? host : `${host} (${address})`;
  const sums = STATES.flatMap((state) => {
    const number = ports.filter((port) => port.state === state).length;
    return number === 0 ? [] : [`${number} ${state}`];
  });
  const sum = `${count(ports.length, 'port')}: ${sums.join(', ')}`;
  if (address === undefined) {
    const isInterrupted = ports.some(({ reason }) => reason === 'interrupted');
    return `${sign} ${paint.strong(`${name}: ${isInterrupted ? sum : `its name has no address; ${sum}`}`)}`;
  }
  if (responder !== 'not heard') return `${sign} ${paint.strong(`${name}: ${sum}`)}`;
  const question = 'the responder was not heard on any port: is it running, with this token?';
  return `${sign} ${paint.strong(`${name}: ${question}`)}\n${indent(sum, 2, width)}`;
}

function sampleText({ ports }: HostReach): string {
  const udp = ports.filter(({ protocol }) => protocol === 'udp');
  const tried = udp.filter(({ state }) => state !== 'not tried').length;
  return `This is a sample: ${tried} of ${udp.length} UDP ports were tried.`;
}

const COLUMNS: readonly Column[] = [
  { title: 'Ports', keep: true },
  { title: 'State', keep: true },
  { title: 'Reason' },
  { title: 'For', optional: true },
  { title: 'Remark' },
];

/** Neighbours of one state are one row; what is open is not worth one, nor is what was left out of a sample. */
function exceptions({ ports }: HostReach, { width }: Page): string[] {
  const rows: { first: PortReach; last: number; alike: string }[] = [];
  for (const port of ports) {
    if (port.state === 'open' || port.state === 'not tried') continue;
    const { protocol, state, reason, purpose, detail } = port;
    const alike = JSON.stringify([protocol, state, reason, purpose, detail]);
    const row = rows.at(-1);
    if (row !== undefined && row.alike === alike && row.last + 1 === port.port) row.last = port.port;
    else rows.push({ first: port, last: port.port, alike });
  }
  if (rows.length === 0) return [];
  const cells = rows.map(({ first, last }) => [
    `  ${first.protocol}/${first.port}${last === first.port ? '' : `-${last}`}`,
    first.state,
    first.reason,
    first.purpose === undefined ? '-' : PURPOSES[first.purpose],
    first.detail ?? remark(first),
  ]);
  const columns = COLUMNS.map((column, index) => (index === 0 ? { ...column, title: '  Ports' } : column));
  return [renderColumns(columns, cells, width)];
}

/** What a state means where nothing more is known. */
function remark({ state, protocol, purpose }: PortReach): string {
  if (state === 'open|filtered') return 'no answer, which proves nothing';
  if (state !== 'closed') return '';
  if (protocol === 'udp') return 'the path is free: nobody is there, or a NIO that refuses all but its peer';
  return purpose === 'console' || purpose === 'aux' ? 'nobody listens yet' : 'nobody listens';
}

function pathLines({ sent, lost, roundTripMs, frame }: NonNullable<HostReach['path']>): string[] {
  const trip =
    roundTripMs === undefined
      ? ''
      : `; round trip ${roundTripMs.min}/${roundTripMs.average}/${roundTripMs.max} ms (least, average, most)`;
  return [`Path: ${lost} of ${count(sent, 'datagram')} lost${trip}`, `Full-size frame: ${frameText(frame)}`];
}

function frameText(frame: NonNullable<HostReach['path']>['frame']): string {
  const { payloadBytes, result, largestPayloadBytes, inFragments, interface: device } = frame;
  const pieces =
    inFragments && device !== undefined ? `, in fragments, for ${device.name} takes ${device.mtu} bytes at once` : '';
  if (result === 'passes') return `${payloadBytes} bytes pass both ways${pieces}`;
  const largest = largestPayloadBytes === undefined ? '' : `; the largest that passes has ${largestPayloadBytes}`;
  return `${payloadBytes} bytes are ${result}${pieces}${largest}`;
}

function renderElsewhere(flows: readonly ElsewhereFlow[]): string {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of flows) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  return [...targets]
    .map(([from, to]) => `Not tried from here: ${from} to ${[...to].join(', ')}. Run niostat reach on ${from}.`)
    .join('\n');
}
