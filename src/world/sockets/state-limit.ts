import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { counted } from '../../core/text/counted.ts';

/** Says how many sockets have a state that netstat names in a language which is not known. */
export function stateLimit(rows: readonly SocketRow[]): string[] {
  const count = rows.filter(({ state }) => state === 'UNKNOWN').length;
  if (count === 0) return [];
  return [
    `the state of ${counted(count, 'TCP socket')} is not known: netstat names it in words that are not understood`,
  ];
}
