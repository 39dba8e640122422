import { isIp, plainAddress, splitZone } from '../../core/address/ip-address.ts';
import { processId } from './netstat-end.ts';
import type { RawRow } from './raw-rows.ts';

/** More sockets that share their ports than a lab has. */
const MAX_TIMES = 65_536;

/** When UDP sockets of Windows were bound, as Get-NetUDPEndpoint tells (CreationTime; documented). */
export class BindTimes {
  /** Ticks by socket; several if one process has bound several alike. */
  private readonly ticks = new Map<string, bigint[]>();
  private count = 0;

  /** Address, port, process id and ticks of 100 ns, with tabs between them. */
  line(line: string): void {
    const [text = '', port = '', pid, ticks = ''] = line.split('\t');
    const { address } = splitZone(text);
    if (!isIp(address) || !/^\d{1,5}$/.test(port) || !/^\d{1,20}$/.test(ticks)) return;
    if (this.count++ >= MAX_TIMES) return;
    const key = `${plainAddress(address)} ${port} ${processId(pid) ?? ''}`;
    const known = this.ticks.get(key);
    if (known === undefined) this.ticks.set(key, [BigInt(ticks)]);
    else known.push(BigInt(ticks));
  }

  /**
   * Gives the UDP sockets of one port and family their ages by these times. False if that cannot be done for
   * some port: without their times, with the same time, or where one process has several alike.
   */
  setAges(rows: readonly RawRow[]): boolean {
    const chains = new Map<number, RawRow[]>();
    for (const row of rows) {
      if (row.protocol !== 'udp') continue;
      const key = row.localPort * 2 + (row.family === 6 ? 1 : 0);
      const chain = chains.get(key);
      if (chain === undefined) chains.set(key, [row]);
      else chain.push(row);
    }
    let isWhole = true;
    for (const chain of chains.values()) {
      if (chain.length === 1) continue;
      const times = chain.map((row) => this.timeOf(row));
      if (times.includes(undefined) || new Set(times).size < chain.length) {
        isWhole = false;
        continue;
      }
      const newestFirst = [...times].sort((a, b) => ((a as bigint) < (b as bigint) ? 1 : -1));
      const ages = new Map(newestFirst.map((time, age) => [time, age]));
      for (const [index, row] of chain.entries()) row.age = ages.get(times[index]) ?? 0;
    }
    return isWhole;
  }

  private timeOf({ localAddress, localPort, pid }: RawRow): bigint | undefined {
    const times = this.ticks.get(`${localAddress} ${localPort} ${pid ?? ''}`);
    return times?.length === 1 ? times[0] : undefined;
  }
}
