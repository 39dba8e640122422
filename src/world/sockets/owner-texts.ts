import type { SocketRow } from '../../core/sockets/socket-table.ts';

/** Command lines may be megabytes; the arguments that name a port are at the beginning. */
const MAX_TEXT_LENGTH = 4096;

/** Room for some words of each process that a host can have (4 million on Linux, far fewer elsewhere). */
const MAX_TOTAL_LENGTH = 16 * 1024 * 1024;

/** Texts about processes, such as command lines, of those that own a socket: nobody asks for others. */
export class OwnerTexts {
  readonly texts = new Map<number, string>();
  private readonly rows: readonly SocketRow[];
  private owners: ReadonlySet<number | undefined> | undefined;
  private total = 0;

  /** `rows` are complete, with their owners, when the first text is added. */
  constructor(rows: readonly SocketRow[]) {
    this.rows = rows;
  }

  /** False if nobody will ask for it, or there is no more room. */
  add(pid: number, text: string): boolean {
    this.owners ??= new Set(this.rows.map((row) => row.pid));
    if (!this.owners.has(pid) || this.total > MAX_TOTAL_LENGTH) return false;
    const kept = text.slice(0, MAX_TEXT_LENGTH);
    this.total += kept.length;
    this.texts.set(pid, kept);
    return true;
  }
}
