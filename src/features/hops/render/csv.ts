import { stringify } from 'csv-stringify/sync';
import type { HopsResult } from '../result.ts';
import { remark } from './remark.ts';

const COLUMNS = [
  ...['state', 'link', 'id', 'portA', 'portB', 'in', 'out', 'dropped', 'remark', 'chain', 'hop'],
  ...['node', 'program', 'pid', 'host', 'localPort', 'remoteHost', 'remotePort', 'nio', 'side', 'present', 'fault'],
  ...['packetsIn', 'packetsOut', 'grownIn', 'grownOut'],
];

/** One row for each hop of each chain, and one for a link without any; formulas are escaped. */
export function hopsCsv({ links }: HopsResult): string {
  const rows = links.flatMap((link) => {
    const own = [
      ...[link.state, link.name, link.id, link.ports?.[0], link.ports?.[1], link.in, link.out, link.dropped],
      remark(link),
    ];
    const chains = [link.hops, ...(link.otherChains ?? [])];
    const hops = chains.flatMap((chain, number) =>
      chain.map((hop, index) => [
        ...[...own, number + 1, index + 1, hop.node, hop.program, hop.pid, hop.host, hop.localPort, hop.remoteHost],
        ...[hop.remotePort, hop.nio, hop.side, hop.isPresent, hop.fault],
        ...[hop.counters?.packetsIn, hop.counters?.packetsOut, hop.grown?.packetsIn, hop.grown?.packetsOut],
      ]),
    );
    return hops.length === 0 ? [own] : hops;
  });
  const cells = rows.map((row) => COLUMNS.map((_, index) => String(row[index] ?? '')));
  return stringify([COLUMNS, ...cells], { escape_formulas: true }).trimEnd();
}
