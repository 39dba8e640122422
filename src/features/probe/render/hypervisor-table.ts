import { type Column, renderColumns } from '../../../output/columns.ts';
import type { LeftOutOfProbe } from '../observed.ts';
import type { HypervisorProbe } from '../result.ts';

/**
 * What a program of a generation does with a second NIO on one port (docs/FACTS.md, "Sharing a port"), short
 * for a cell, and as the end of a sentence.
 */
const ON_TAKEN_PORT = {
  'before-0.2.18': { cell: '206', clause: 'refuse a NIO whose UDP port is in use (206)' },
  'from-0.2.18': { cell: 'shared silently', clause: 'share a UDP port that is in use, without an error' },
} as const;

const COLUMNS: readonly Column[] = [
  { title: 'Hypervisor', address: true },
  { title: 'State' },
  { title: 'Version' },
  { title: 'NIOs' },
  { title: 'Bridges' },
  { title: 'Switches' },
  { title: 'VMs' },
];

const SECONDARY: readonly Column[] = [
  { title: 'Reason', optional: true },
  { title: 'Latency', optional: true },
];

/** The hypervisors; what all of them do with a port in use is a sentence, where they differ a column. */
export function hypervisorTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const generations = new Set(hypervisors.flatMap(({ generation }) => generation ?? []));
  const [only] = generations;
  const differ = generations.size > 1;
  const columns = [...COLUMNS, ...(differ ? [{ title: 'Port In Use' }] : []), ...SECONDARY];
  const rows = hypervisors.map((one) => {
    const { target, tcp, version, generation, nios, bridges, switches, vms, leftOut = [] } = one;
    return [
      target,
      stateOf(one),
      version ?? '-',
      countOf('NIO', nios, leftOut),
      countOf('bridge', bridges, leftOut),
      countOf('switch', switches, leftOut),
      countOf('router', vms, leftOut),
      ...(differ ? [generation === undefined ? '-' : ON_TAKEN_PORT[generation].cell] : []),
      tcp.reason,
      tcp.latencyMs === undefined ? '-' : `${tcp.latencyMs} ms`,
    ];
  });
  const table = renderColumns(columns, rows, width);
  if (differ || only === undefined) return table;
  return `${table}\nThese versions ${ON_TAKEN_PORT[only].clause}.`;
}

/** The state of the connection; a responder is known by what was found. */
export function stateOf({ tcp, findings }: HypervisorProbe): string {
  return findings.some(({ slug }) => slug === 'responder') ? 'responder' : tcp.state;
}

/** How many a hypervisor has, those that are not in the result counted in. */
function countOf(
  kind: LeftOutOfProbe['kind'],
  objects: readonly unknown[] | undefined,
  leftOut: readonly LeftOutOfProbe[],
): string {
  return String(leftOut.find((one) => one.kind === kind)?.of ?? objects?.length ?? '-');
}
