import { unansweredText } from '../../../core/address/unanswered.ts';
import type { Purpose } from '../../../core/allocation/needed-flows.ts';
import { counted } from '../../../core/text/counted.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import {
  type ElsewhereFlow,
  type HostReach,
  type PathQuality,
  type PortReach,
  REACH_STATES,
  type ReachResult,
} from '../result.ts';

/** Host by host: the sum, what is not as it should be, the path, and what to do. */
export function renderReach(unsafe: ReachResult, page: Page): string {
  const { hosts, notTriedFromHere } = safeResult(unsafe);
  const parts = hosts.map((host) => renderHost(host, page));
  const elsewhere = renderElsewhere(notTriedFromHere);
  return [...parts, ...(elsewhere === '' ? [] : [elsewhere])].join('\n\n') || 'Nothing leaves this host for the lab.';
}

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  control: 'control',
  console: 'consoles',
  aux: 'AUX',
  nio: 'NIOs',
  headroom: 'more NIOs',
  rehearsal: 'rehearsal',
};

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

function headline({ host, address, unanswered, ports, verdict, responder }: HostReach, { paint, width }: Page): string {
  const sign = { clean: paint.good('✓'), findings: paint.bad('✗'), unknown: paint.warn('!') }[verdict];
  const name = address === undefined || address === host ? host : `${host} (${address})`;
  const sums = REACH_STATES.flatMap((state) => {
    const number = ports.filter((port) => port.state === state).length;
    return number === 0 ? [] : [`${number} ${state}`];
  });
  const sum = `${counted(ports.length, 'port')}: ${sums.join(', ')}`;
  if (address === undefined) {
    const isInterrupted = ports.some(({ reason }) => reason === 'interrupted');
    const why = unanswered === undefined ? 'its name has no address' : unansweredText(unanswered);
    return `${sign} ${paint.strong(`${name}: ${isInterrupted ? sum : `${why}; ${sum}`}`)}`;
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

/** Neighbours of one state. */
interface PortRow {
  readonly first: PortReach;
  last: number;
}

interface PortColumn extends Column {
  readonly cell: (row: PortRow) => string;
}

const COLUMNS: readonly PortColumn[] = [
  { title: '  Ports', cell: ({ first, last }) => `  ${first.protocol}/${rangeText(first.port, last)}` },
  { title: 'State', cell: ({ first }) => first.state },
  { title: 'Reason', cell: ({ first }) => first.reason },
  {
    title: 'For',
    optional: true,
    cell: ({ first }) => (first.purpose === undefined ? '-' : PURPOSE_WORDS[first.purpose]),
  },
  { title: 'Remark', cell: ({ first }) => first.detail ?? remark(first) },
];

/** What is open is not worth a row, nor is what was left out of a sample. */
function exceptions({ ports }: HostReach, { width }: Page): string[] {
  const rows = rowsOf(ports.filter(({ state }) => state !== 'open' && state !== 'not tried'));
  if (rows.length === 0) return [];
  const cells = rows.map((row) => COLUMNS.map(({ cell }) => cell(row)));
  return [renderColumns(COLUMNS, cells, width)];
}

function rowsOf(ports: readonly PortReach[]): PortRow[] {
  const rows: PortRow[] = [];
  for (const port of ports) {
    const row = rows.at(-1);
    if (row !== undefined && row.last + 1 === port.port && likenessOf(row.first) === likenessOf(port))
      row.last = port.port;
    else rows.push({ first: port, last: port.port });
  }
  return rows;
}

/** Equal for ports that differ in nothing but their number. */
function likenessOf({ protocol, state, reason, purpose, detail }: PortReach): string {
  return JSON.stringify([protocol, state, reason, purpose, detail]);
}

function rangeText(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/** What the responder tells of silent ports. */
const LOST: Readonly<Record<string, string>> = {
  'lost-there': 'lost on the way there: the responder receives nothing',
  'lost-back': 'lost on the way back: the responder receives it and answers',
  'not-answered': 'it arrives, and the responder had too much to answer',
};

/** What a state means where nothing more is known. */
function remark({ state, reason, protocol, purpose }: PortReach): string {
  const lost = LOST[reason];
  if (lost !== undefined) return lost;
  if (state === 'open|filtered') return 'no answer, which proves nothing';
  if (state !== 'closed') return '';
  if (protocol === 'udp') return 'the path is free: nobody is there, or a NIO that refuses all but its peer';
  return purpose === 'console' || purpose === 'aux' ? 'nobody listens yet' : 'nobody listens';
}

function pathLines({ sent, lost, roundTripMs, frame }: PathQuality): string[] {
  const trip =
    roundTripMs === undefined
      ? ''
      : `; round trip ${roundTripMs.min}/${roundTripMs.average}/${roundTripMs.max} ms (least, average, most)`;
  return [`Path: ${lost} of ${counted(sent, 'datagram')} lost${trip}`, `Full-size frame: ${frameText(frame)}`];
}

function frameText(frame: PathQuality['frame']): string {
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
