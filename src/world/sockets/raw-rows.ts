import { present } from '../../core/present.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { counted } from '../../core/text/counted.ts';

/**
 * A row while its table is being read: its age and owner are put in when they are known. There may be tens of
 * thousands, and a copy for each step would cost more than the steps.
 */
export type RawRow = { -readonly [Key in keyof SocketRow]: SocketRow[Key] };

/** What a parser made of a text: the rows, and how many lines it could not read. */
export interface ParsedRows {
  readonly rows: RawRow[];
  readonly unreadable: number;
  /** The first of those lines. */
  readonly example?: string;
}

/** How many rows are kept of a host. */
export interface RowLimits {
  /** UDP sockets, and TCP sockets that listen. */
  readonly sockets: number;
  /** The other TCP sockets, which no link depends on. */
  readonly connections: number;
}

/**
 * Of a host that sends its rows here: twice the 10,000 UDP ports that a GNS3 server gives out. A table of
 * links made of them, all broken, takes 180 MiB in all, however many rows the host invents.
 */
export const REMOTE_LIMITS: RowLimits = { sockets: 20_000, connections: 10_000 };

const NO_LIMITS: RowLimits = { sockets: Number.POSITIVE_INFINITY, connections: Number.POSITIVE_INFINITY };

/** Collects the rows of a table while it is read, and counts those beyond its limits. */
export class RowStore {
  readonly rows: RawRow[] = [];
  readonly leftOut = { sockets: 0, connections: 0 };
  private readonly limits: RowLimits;
  private readonly kept = { sockets: 0, connections: 0 };
  private unreadable = 0;
  private example: string | undefined;

  constructor(limits: RowLimits = NO_LIMITS) {
    this.limits = limits;
  }

  isFullFor(row: RawRow): boolean {
    const kind = kindOf(row);
    return this.kept[kind] >= this.limits[kind];
  }

  leaveOut(row: RawRow): void {
    this.leftOut[kindOf(row)]++;
  }

  add(row: RawRow): void {
    if (this.isFullFor(row)) {
      this.leaveOut(row);
      return;
    }
    this.kept[kindOf(row)]++;
    this.rows.push(row);
  }

  addUnreadable(line: string): void {
    this.unreadable++;
    this.example ??= line;
  }

  parsed(): ParsedRows {
    const { rows, unreadable, example } = this;
    return present({ rows, unreadable, example });
  }

  /** What is not in the rows, in sentences. */
  limitTexts(): string[] {
    const { sockets, connections } = this.leftOut;
    const more = (left: number, kept: number, what: string): string =>
      `${kept} ${what} were read, and ${left} more were left out: that is the limit`;
    return [
      ...(sockets > 0 ? [more(sockets, this.kept.sockets, 'UDP sockets and listeners')] : []),
      ...(connections > 0 ? [more(connections, this.kept.connections, 'TCP connections')] : []),
      ...(this.unreadable > 0 ? [unreadableLimit(this.unreadable, this.example)] : []),
    ];
  }
}

function kindOf({ protocol, state }: RawRow): 'sockets' | 'connections' {
  return protocol === 'udp' || state === 'LISTEN' ? 'sockets' : 'connections';
}

/**
 * Gives every row its age: the kernel lists the sockets of one port newest first, for it puts each new one at
 * the head of its chain (seen on Linux 6.18, with /proc and with ss).
 */
export function setAges(rows: readonly RawRow[]): void {
  const seen = new Map<number, number>();
  for (const row of rows) {
    const chain = row.localPort * 4 + (row.family === 6 ? 2 : 0) + (row.protocol === 'tcp' ? 1 : 0);
    const age = seen.get(chain) ?? 0;
    seen.set(chain, age + 1);
    row.age = age;
  }
}

/** The first line that could not be read in any of several tables. */
export function exampleOf(parts: readonly ParsedRows[]): Pick<ParsedRows, 'example'> {
  const example = parts.find((part) => part.example !== undefined)?.example;
  return present({ example });
}

/**
 * Says how many lines could not be read, with one of them as an example, so that readers can tell what is
 * wrong.
 */
export function unreadableLimit(unreadable: number, example: string | undefined): string {
  const suchAs = example === undefined ? '' : `, such as "${example.slice(0, 160)}"`;
  return `${counted(unreadable, 'line')} of the socket table could not be read${suchAs}`;
}
