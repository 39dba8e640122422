import { NIO_FLAG } from '../allocation/nio-table.ts';
import { DELIVERY } from './socket.ts';

/**
 * What a link is worth:
 * - `ok`: frames pass both ways;
 * - `one-way`: they pass in one direction only;
 * - `looped`: an end gets its own frames back;
 * - `misdelivered`: frames of one end come out at a router that is not the peer;
 * - `dead`: nothing passes;
 * - `unknown`: not established, or the far end is not part of the lab.
 */
export type Verdict = 'ok' | 'one-way' | 'looped' | 'misdelivered' | 'dead' | 'unknown';

/** Worst first. */
export const VERDICTS: readonly Verdict[] = ['misdelivered', 'looped', 'dead', 'one-way', 'unknown', 'ok'];

/** True if frames are known not to pass as they should. */
export function isBroken(verdict: Verdict): boolean {
  return verdict !== 'ok' && verdict !== 'unknown';
}

/**
 * Judges a link by its sockets: two for a plain link, one for an explicit NIO, two more for each uBridge
 * tunnel. It looks at columns, for a lab may have millions of links.
 */
export function verdictOf(columns: JudgedColumns, sockets: readonly number[]): Verdict {
  const { flags, delivery } = columns;
  let deliveries = 0;
  for (const socket of sockets) deliveries |= 1 << (delivery[socket] ?? 0);
  if (deliveries & (1 << DELIVERY.other)) return 'misdelivered';
  if (deliveries & (1 << DELIVERY.self)) return 'looped';
  if (deliveries & ((1 << DELIVERY.unknown) | (1 << DELIVERY.outside))) return 'unknown';
  const first = sockets[0] ?? 0;
  if ((flags[first] ?? 0) & NIO_FLAG.explicit) return delivery[first] === DELIVERY.peer ? 'ok' : 'dead';
  const passes = Number(reaches(columns, sockets, 0)) + Number(reaches(columns, sockets, NIO_FLAG.endB));
  return passes === 2 ? 'ok' : passes === 1 ? 'one-way' : 'dead';
}

/** Socket → `NIO_FLAG` and `DELIVERY`. */
interface JudgedColumns {
  readonly flags: Uint8Array;
  readonly delivery: Uint8Array;
}

/** True if a frame sent at `end`, the bit of its flags, comes through every hop to the other end. */
function reaches({ flags, delivery }: JudgedColumns, sockets: readonly number[], end: number): boolean {
  let crosses = false;
  for (const socket of sockets) {
    const own = flags[socket] ?? 0;
    const isTunnel = (own & NIO_FLAG.tunnel) !== 0;
    const isAtEnd = (own & NIO_FLAG.endB) === end;
    const isHop = isTunnel ? isAtEnd === ((own & NIO_FLAG.ubridge) === 0) : isAtEnd;
    if (!isHop) continue;
    if (delivery[socket] !== DELIVERY.peer) return false;
    if (!isTunnel) crosses = true;
  }
  return crosses;
}
