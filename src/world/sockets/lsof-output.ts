import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { type NetstatEnd, netstatEnd, processId } from './netstat-end.ts';
import type { RawRow } from './raw-rows.ts';

/** More sockets than processes here may hold; what is beyond is not looked up. */
const MAX_HOLDERS = 131_072;

interface Holder {
  readonly pid: number;
  readonly fd: number;
}

/**
 * Reads `lsof -nP -i -F pcftPn`, one field on a line, line by line: `p` begins a process, `f` one of its
 * files, `t` its family, `P` its protocol, `n` its ends, `127.0.0.1:10000->127.0.0.1:10001` (docs/FACTS.md,
 * "Socket tables on Windows and macOS").
 */
export class LsofReader {
  private readonly holders = new Map<string, Holder[]>();
  private count = 0;
  private pid: number | undefined;
  private fd = 0;
  private family: 4 | 6 = 4;
  private protocol = '';

  line(line: string): void {
    const value = line.slice(1);
    if (line[0] === 'p') this.pid = processId(value);
    else if (line[0] === 'f') this.fd = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    else if (line[0] === 't') this.family = value === 'IPv6' ? 6 : 4;
    else if (line[0] === 'P') this.protocol = value.toLowerCase();
    else if (line[0] === 'n') this.file(value);
  }

  /** True if it told of any socket. */
  get isKnown(): boolean {
    return this.count > 0;
  }

  /**
   * Adds descriptors, and owners where netstat told none, as far as the ends of a socket are one holder's
   * alone.
   */
  complete(rows: readonly RawRow[]): void {
    const rowsOf = new Map<string, RawRow[]>();
    for (const row of rows) {
      const key = keyOf(row);
      if (!this.holders.has(key)) continue;
      const alike = rowsOf.get(key);
      if (alike === undefined) rowsOf.set(key, [row]);
      else alike.push(row);
    }
    for (const [key, alike] of rowsOf) {
      const [row] = alike;
      // Which of several is whose cannot be told.
      if (row === undefined || alike.length > 1) continue;
      const holders = this.holders.get(key) ?? [];
      const [only, another] = holders.filter(({ pid }) => row.pid === undefined || pid === row.pid);
      if (only === undefined || another !== undefined) continue;
      Object.assign(row, only);
      delete row.unknownOwner;
    }
  }

  private file(name: string): void {
    const [local = '', remote] = name.split('->');
    const ends = [local, remote ?? '*:*'].map((end) => netstatEnd(end, ':', this.family));
    const [here, there] = ends as [NetstatEnd | undefined, NetstatEnd | undefined];
    if (this.pid === undefined || here === undefined || there === undefined || here.port === 0) return;
    if (this.count++ >= MAX_HOLDERS) return;
    const key = keyOf({
      protocol: this.protocol === 'udp' ? 'udp' : 'tcp',
      ...{ localAddress: here.address, localPort: here.port },
      ...{ remoteAddress: there.address, remotePort: there.port },
    });
    const holder = { pid: this.pid, fd: this.fd };
    const known = this.holders.get(key);
    if (known === undefined) this.holders.set(key, [holder]);
    else known.push(holder);
  }
}

type Ends = Pick<SocketRow, 'protocol' | 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>;

function keyOf({ protocol, localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${protocol} ${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}
