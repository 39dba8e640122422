import type { Hop, LiveLink } from '../../../core/open-project/live-link.ts';
import type { Column } from '../../../output/columns.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { HopsResult } from '../result.ts';
import { blocksOf } from './blocks.ts';
import { linkEndsOf } from './link-ends.ts';
import { programName } from './program-name.ts';
import { remark } from './remark.ts';

/** What the table of links shows. */
export interface RowStyle {
  /** netstat's -p: the programs of the two link ends. */
  readonly processes: boolean;
  /** With -c: the picture before. */
  readonly previous?: readonly LiveLink[] | undefined;
}

export interface Cells {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** True if a star marks a row whose state has changed. */
  readonly hasStars: boolean;
}

interface LinkColumn extends Column {
  readonly cell: (link: LiveLink) => string;
}

/** One row for each link. */
export function linkCells({ links, intervalMs }: HopsResult, { processes, previous }: RowStyle): Cells {
  const before = previous && new Map(previous.map(({ id, state }) => [id, state]));
  const columns: readonly LinkColumn[] = [
    { title: 'State', cell: ({ state }) => state },
    { title: 'Link', wraps: true, cell: ({ name }) => name },
    { title: 'UDP Ports', cell: portsCell },
    { title: 'In/Out', cell: ({ in: comesIn, out }) => pair(comesIn, out) },
    ...(intervalMs === undefined ? [] : [{ title: '+In/Out', cell: growthCell }]),
    { title: 'Remark', wraps: true, cell: remark },
    ...(processes ? PROGRAMS : []),
    ...(hostsOf(links).size > 1 ? HOSTS : []),
  ];
  let hasStars = false;
  const rows = links.map((link) => {
    const cells = columns.map(({ cell }) => safeText(cell(link)));
    if (before !== undefined && before.get(link.id) !== link.state) {
      cells[0] = `*${cells[0]}`;
      hasStars = true;
    }
    return cells;
  });
  return { columns, rows, hasStars };
}

/** One column for both: two more would not stand beside the others in 80 columns. */
const PROGRAMS: readonly LinkColumn[] = [
  { title: 'PID/Program', wraps: true, cell: (link) => linkEndsOf(link).map(program).join(' ') },
];

const HOSTS: readonly LinkColumn[] = [
  { title: 'Host', optional: true, cell: ({ a }) => a.host },
  { title: 'Far Host', optional: true, cell: ({ b }) => b.host },
];

/** The hosts on which ends of links are. */
export function hostsOf(links: readonly LiveLink[]): Set<string> {
  return new Set(links.flatMap(({ a, b }) => [a.host, b.host]));
}

function portsCell({ ports: [a, b] = [undefined, undefined] }: LiveLink): string {
  return a === undefined && b === undefined ? '-' : `${a ?? '-'} ${b ?? '-'}`;
}

/** `10/8`; nothing is known of a chain that was not seen. */
function pair(one: number | undefined, other: number | undefined): string {
  return one === undefined && other === undefined ? '-' : `${one ?? '-'}/${other ?? '-'}`;
}

/** What has passed between two readings, at the same two counters as in and out. */
function growthCell(link: LiveLink): string {
  const index = link.hops.findIndex((hop) => hop.grown !== undefined);
  const grown = link.hops[index]?.grown;
  if (grown === undefined) return '-';
  // A lone socket at the start sends to the right; all others that are the first to count hear from the left.
  return index === 0 && blocksOf(link.hops)[0]?.hops.length === 1
    ? `${grown.packetsOut}/${grown.packetsIn}`
    : `${grown.packetsIn}/${grown.packetsOut}`;
}

function program(hop: Hop | undefined): string {
  if (hop === undefined) return '-';
  return hop.pid === undefined ? '-' : `${hop.pid}/${programName(hop.program).toLowerCase()}`;
}
