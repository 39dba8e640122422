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
