import type { PredictedSocket } from './socket.ts';

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
 * tunnel.
 */
export function verdictOf(sockets: readonly PredictedSocket[]): Verdict {
  if (sockets.some((socket) => socket.delivery === 'other')) return 'misdelivered';
  if (sockets.some((socket) => socket.delivery === 'self')) return 'looped';
  if (sockets.some((socket) => socket.delivery === 'unknown' || socket.delivery === 'outside')) return 'unknown';
  const [first] = sockets;
  if (first?.nio.explicit) return first.delivery === 'peer' ? 'ok' : 'dead';
  const passes = Number(reaches(sockets, 'a')) + Number(reaches(sockets, 'b'));
  return passes === 2 ? 'ok' : passes === 1 ? 'one-way' : 'dead';
}

/** True if a frame sent at `end` comes through every hop to the other end. */
function reaches(sockets: readonly PredictedSocket[], end: 'a' | 'b'): boolean {
  let crosses = false;
  for (const { nio, delivery } of sockets) {
    const isHop = nio.tunnel ? (nio.end === end) === (nio.owner === 'hypervisor') : nio.end === end;
    if (!isHop) continue;
    if (delivery !== 'peer') return false;
    if (!nio.tunnel) crosses = true;
  }
  return crosses;
}
