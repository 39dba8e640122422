import type { RehearsalEnd } from './ends.ts';
import type { RehearsedDirection } from './result.ts';
import type { Rehearsed, TriedEnd } from './tried.ts';

/** A verdict with the numbers that it rests on. */
export interface Judgement extends Pick<RehearsedDirection, 'verdict' | 'sent' | 'received' | 'evidence'> {
  /** Frames that came out at other ends than the one they were meant for. */
  readonly strays: ReadonlyMap<RehearsalEnd, number>;
  readonly roundTripMs?: number | undefined;
}

const NO_STRAYS: ReadonlyMap<RehearsalEnd, number> = new Map();

/**
 * What became of the frames from one end to another: by those that came back, else by what the hypervisors
 * have counted. `isAlone`: no other end of the lab has the port of the sender.
 */
export function judgeDirection(
  tried: Rehearsed['tried'],
  { from, to, isAlone }: { from: RehearsalEnd; to: RehearsalEnd; isAlone: boolean },
): Judgement {
  const sender = tried.get(from) ?? {};
  const nothing = { sent: 0, received: 0, strays: NO_STRAYS };
  if (sender.refusal !== undefined) return { ...nothing, verdict: 'not-created', evidence: 'reply' };
  if (sender.trip === undefined) return { ...nothing, verdict: 'not-tried', evidence: 'none' };
  const { sent, returned, roundTripMs } = sender.trip;
  if (returned.size === 0) return judgeByCounters(sender, tried.get(to) ?? {}, isAlone);
  const received = returned.get(to) ?? 0;
  const strays = new Map([...returned].filter(([end]) => end !== to));
  const isElsewhere = [...strays.keys()].some((end) => end !== from);
  return {
    verdict: isElsewhere ? 'elsewhere' : strays.size > 0 ? 'looped' : 'delivered',
    sent,
    received,
    evidence: 'frames',
    strays,
    roundTripMs,
  };
}

/** Nothing came back; where frames cannot come back at all, the counters of the NIOs still tell. */
function judgeByCounters({ trip, injector }: TriedEnd, receiver: TriedEnd, isAlone: boolean): Judgement {
  const { sent = 0, countedAtSender = 0, countedAtPeer = 0 } = trip ?? {};
  const basis = { sent, received: 0, strays: NO_STRAYS };
  // While one end sends, the other is silent: what comes in here is its own, if nobody else sends to this
  // port.
  if (isAlone && countedAtSender > 0 && !injector?.hasReturned)
    return { ...basis, verdict: 'looped', evidence: 'counters' };
  const received = Math.min(sent, countedAtPeer);
  if (received > 0 && !receiver.injector?.hasReturned) {
    return { ...basis, received, verdict: 'delivered', evidence: 'counters' };
  }
  const isKnown = receiver.injector?.hasReturned || receiver.refusal !== undefined;
  return { ...basis, verdict: 'lost', evidence: isKnown ? 'frames' : 'counters' };
}
