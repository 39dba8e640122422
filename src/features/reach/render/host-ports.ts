import type { Purpose } from '../../../core/allocation/needed-flows.ts';
import { counted } from '../../../core/text/counted.ts';
import { bullet } from '../../../output/bullet.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { portsInWords, protocolPorts } from '../protocol-ports.ts';
import type { HostReach, PathQuality, PortReach, ReachState } from '../result.ts';
import { hostName } from './host-name.ts';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  control: 'control',
  console: 'console',
  aux: 'AUX',
  nio: 'NIO',
  headroom: 'more NIOs',
  rehearsal: 'rehearsal',
};

/** Worst first. */
const ORDER: readonly ReachState[] = ['filtered', 'open|filtered', 'closed', 'not tried', 'unfiltered', 'open'];

const COLUMNS: readonly Column[] = [
  { title: '  State' },
  { title: 'Ports', wraps: true },
  { title: 'For', optional: true },
  { title: 'Reason', optional: true },
  { title: 'Remark', wraps: true },
];

/** Every port of a host with its state: one line if all are open, else a table, and what the path is like. */
export function renderHostPorts(host: HostReach, page: Page): string {
  const { paint, width } = page;
  const { ports, path, limits } = host;
  const name = hostName(host);
  const groups = groupsOf(ports);
  const [first] = ports;
  const isFine = groups.length === 1 && first !== undefined && !first.isFinding && first.state in FINE;
  const lines = isFine
    ? [fineText(name, ports, page)]
    : [indent(paint.strong(`${name}:`), 0, width), renderColumns(COLUMNS, groups.map(cells), width)];
  if (path !== undefined) lines.push(indent(pathText(path, page.verbose === true), 2, width));
  return [...lines, ...limits.map((text) => `  ${bullet('-', text, width - 2)}`)].join('\n');
}

/** States of ports that may be told in one line, with its sign. */
const FINE: Readonly<Partial<Record<ReachState, '✓' | '-'>>> = { open: '✓', closed: '-', unfiltered: '✓' };

function fineText(name: string, ports: readonly PortReach[], { paint, width }: Page): string {
  const [first] = ports as [PortReach];
  const { state } = first;
  const sign = FINE[state] === '✓' ? paint.good('✓') : paint.dim('-');
  const remark = state === 'open' ? '' : `: ${first.detail ?? remarkOf(first)}`;
  return bullet(sign, `${name}: ${portsInWords(protocolPorts(ports))} ${state}${remark}`, width);
}

/** Ports that differ in nothing but their number; where nothing is wrong the purpose does not matter. */
function groupsOf(ports: readonly PortReach[]): PortReach[][] {
  const groups = new Map<string, PortReach[]>();
  for (const one of ports) {
    const { state, reason, detail, purpose, isFinding } = one;
    const why = state === 'open' ? [] : [reason, detail, isFinding ? purpose : remarkOf(one)];
    const key = JSON.stringify([state, isFinding, ...why]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rank = ([first]: readonly PortReach[]): number => ORDER.indexOf(first?.state ?? 'open');
  return [...groups.values()].sort((one, other) => rank(one) - rank(other));
}

function cells(group: PortReach[]): string[] {
  const [first] = group as [PortReach, ...PortReach[]];
  const purposes = new Set(group.map(({ purpose }) => (purpose === undefined ? '-' : PURPOSE_WORDS[purpose])));
  const reasons = new Set(group.map(({ reason }) => reason));
  const remark = first.state === 'open' ? '' : (first.detail ?? remarkOf(first));
  return [
    `  ${first.state}`,
    portsInWords(protocolPorts(group)),
    [...purposes].join(', '),
    [...reasons].join(', '),
    remark,
  ];
}

/** What the responder tells of silent ports. */
const LOST: Readonly<Record<string, string>> = {
  'lost-there': 'the responder receives nothing',
  'lost-back': 'the responder receives it and answers',
  'not-answered': 'it arrives; the responder had too much to answer',
};

/** What a state means where nothing more is known. */
function remarkOf({ state, reason, protocol }: PortReach): string {
  const lost = LOST[reason];
  if (lost !== undefined) return lost;
  if (state === 'open|filtered') return 'no answer, which proves nothing';
  if (state !== 'closed') return '';
  if (protocol === 'udp') return 'the path is open; nothing listens, or a NIO that takes frames from its peer only';
  return 'the path is open; nothing listens yet';
}

function pathText({ sent, lost, roundTripMs, frame }: PathQuality, isVerbose: boolean): string {
  const { payloadBytes, result, inFragments, interface: device } = frame;
  const trip =
    roundTripMs === undefined ? '' : `, ${roundTripMs.min}/${roundTripMs.average}/${roundTripMs.max} ms (min/avg/max)`;
  const frames =
    result === 'passes' ? `full frames (${payloadBytes} bytes) pass both ways` : `full frames are ${result}`;
  const isWorthSaying = isVerbose || result !== 'passes';
  const pieces =
    isWorthSaying && inFragments && device !== undefined
      ? `, in fragments: ${device.name} takes ${device.mtu} bytes at once`
      : '';
  // Other ports of this host may be filtered.
  return `over a port where the responder is heard: ${lost} of ${counted(sent, 'datagram')} lost${trip}; ${frames}${pieces}`;
}
