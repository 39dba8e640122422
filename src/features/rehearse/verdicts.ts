import type { EndOutcome, RehearsalOutcome } from './live/run-rehearsal.ts';
import type { RehearsedDirection } from './result.ts';

/** A verdict with the numbers that it rests on; `strays` are ends. */
export interface Judgement extends Pick<RehearsedDirection, 'verdict' | 'sent' | 'received' | 'evidence'> {
  readonly strays: ReadonlyMap<number, number>;
  readonly roundTripMs?: number;
}

const NO_STRAYS: ReadonlyMap<number, number> = new Map();

/**
 * What became of the frames from end `from` to end `to`: by those that came back, else by what the hypervisors have counted.
 * `isAlone`: no other end of the lab has the port of the sender.
 */
export function judgeDirection(
  { ends }: RehearsalOutcome,
  { from, to, isAlone }: { from: number; to: number; isAlone: boolean },
): Judgement {
  const sender = ends[from];
  const nothing = { sent: 0, received: 0, strays: NO_STRAYS };
  if (sender?.refusal !== undefined) return { ...nothing, verdict: 'not-created', evidence: 'reply' };
  const { trip } = sender ?? {};
  if (trip === undefined) return { ...nothing, verdict: 'not-tried', evidence: 'none' };
  const { sent, returned, roundTripMs } = trip;
  if (returned.size === 0) return judgeByCounters(sender as EndOutcome, ends[to], isAlone);
  const received = returned.get(to) ?? 0;
  const strays = new Map([...returned].filter(([end]) => end !== to));
  const isElsewhere = [...strays.keys()].some((end) => end !== from);
  return {
    verdict: isElsewhere ? 'elsewhere' : strays.size > 0 ? 'looped' : 'delivered',
    sent,
    received,
    evidence: 'frames',
    strays,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
  };
}

/** Nothing came back; where frames cannot come back at all, the counters of the NIOs still tell. */
function judgeByCounters(
  { trip, injector }: EndOutcome,
  receiver: EndOutcome | undefined,
  isAlone: boolean,
): Judgement {
  const { sent = 0, own, peer } = trip ?? {};
  const basis = { sent, received: 0, strays: NO_STRAYS };
  // While one end sends, the other is silent: what comes in here is its own, if nobody else sends to this port.
  if (isAlone && (own?.packetsIn ?? 0) > 0 && !injector?.hasReturned)
    return { ...basis, verdict: 'looped', evidence: 'counters' };
  const received = Math.min(sent, peer?.packetsIn ?? 0);
  if (received > 0 && !receiver?.injector?.hasReturned) {
    return { ...basis, received, verdict: 'delivered', evidence: 'counters' };
  }
  const isKnown = receiver?.injector?.hasReturned || receiver?.refusal !== undefined;
  return { ...basis, verdict: 'lost', evidence: isKnown ? 'frames' : 'counters' };
}
