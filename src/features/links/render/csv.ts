import { stringify } from 'csv-stringify/sync';
import type { LinkEnd } from '../link-table.ts';
import type { LinksResult } from '../result.ts';

const END_KEYS = [
  'host',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'present',
  'pid',
  'process',
  'hypervisor',
  'device',
  'interface',
  'nio',
  'packetsIn',
  'packetsOut',
  'receiveQueue',
  'drops',
] as const satisfies readonly (keyof LinkEnd)[];

/** One row per link; text that a spreadsheet would run as a formula is escaped. */
export function linksCsv({ links }: LinksResult): string {
  const columns = [
    'state',
    'lab',
    'name',
    ...(['a', 'b'] as const).flatMap((end) => END_KEYS.map((key) => `${end}.${key}`)),
  ];
  const rows = links.map(({ state, lab = '', name = '', a, b }) => [
    state,
    lab,
    name,
    ...[a, b].flatMap((end) => END_KEYS.map((key) => String(end?.[key] ?? ''))),
  ]);
  return stringify([columns, ...rows], { escape_formulas: true }).trimEnd();
}
