import type { BindAnswer, ReceiverAnswer, Situation } from '../../core/kernel/situation.ts';
import { type EndName, isUnconnected, type Sending } from './set-up.ts';

/** What was seen of a situation. */
export interface Seen {
  /** Why the second socket was not opened; undefined if it was. */
  readonly refusal?: string | undefined;
  /**
   * Whether the port was free for a plain IPv4 socket when the first had it; asked where the two are of two
   * families.
   */
  readonly isFreeForIpv4?: boolean | undefined;
  /** Who received each datagram; nobody is not listed. */
  readonly receivers: ReadonlyMap<Sending['name'], EndName>;
}

/** The words of docs/KERNEL-MODEL.md for what was seen. Pure. */
export function judge(situation: Situation, seen: Seen): { bind: BindAnswer; receiver: ReceiverAnswer } {
  const bind = bindOf(situation, seen);
  return { bind, receiver: receiverOf(situation, bind, seen.receivers) };
}

function bindOf({ first, peers }: Situation, { refusal, receivers, isFreeForIpv4 }: Seen): BindAnswer {
  if (refusal !== undefined) return 'refused';
  if (receivers.get('to-fallback') === 'second') return 'fallback';
  if (first === undefined || peers === 'none') return 'bound';
  // A family with a set of ports of its own shares none.
  return isFreeForIpv4 ? 'bound' : 'shared';
}

function receiverOf(
  { first, second, peers }: Situation,
  bind: BindAnswer,
  receivers: Seen['receivers'],
): ReceiverAnswer {
  const [toFirst, toSecond] = [receivers.get('to-first'), receivers.get('to-second')];
  if (bind === 'fallback') return [toFirst, toSecond].includes('second') ? 'last' : 'none';
  if (first === undefined) return toSecond === undefined ? 'none' : 'first';
  const all = [...receivers.values()];
  if (all.length === 0) return 'none';
  if (peers !== 'identical' && peers !== 'itself' && toFirst === 'first' && toSecond === 'second')
    return 'peer-of-each';
  const [one] = all;
  if (!all.every((receiver) => receiver === one)) return 'unknown';
  const isTaker = isUnconnected(one === 'first' ? first : second) && isUnconnected(first) !== isUnconnected(second);
  if (bind !== 'refused' && isTaker && all.length === 2) return 'unconnected';
  return one === 'first' ? 'first' : 'last';
}
