import type { Hop, LiveLink } from '../../../core/open-project/live-link.ts';
import type { Fate } from '../../../core/words/fate.ts';
import { isNotStarted } from './fault.ts';

/** A chain, and where two readings have shown that frames die. */
export type Chain = Pick<LiveLink, 'deaths'> & { readonly hops: readonly Hop[] };

/** What becomes of the frames that a hop sends over a wire; of a node that is not started there are none. */
export type WireFate = Extract<Fate, 'arrives' | 'lost' | 'no socket' | 'not known' | 'goes astray'> | 'not started';

/** What becomes of what hop `from` sends to its neighbour `to`: indices that differ by one. */
export function wireFate({ hops, deaths = [] }: Chain, from: number, to: number): WireFate {
  const [sender, receiver] = [hops[from], hops[to]];
  if (sender === undefined || receiver === undefined) return 'not known';
  if (isNotStarted(sender) || isNotStarted(receiver)) return 'not started';
  if (sender.fault === 'not seen' || receiver.fault === 'not seen') return 'not known';
  if (!sender.isPresent) return 'no socket';
  const dies = deaths.some(({ after, before }) => after === from && before === to);
  if (dies || !receiver.isPresent || receiver.fault === 'foreign' || isElsewhere(sender, receiver)) return 'lost';
  return receiver.fault === 'orphan' || receiver.fault === 'shared' ? 'goes astray' : 'arrives';
}

function isElsewhere({ remotePort }: Hop, { localPort }: Hop): boolean {
  return remotePort !== undefined && localPort !== undefined && remotePort !== localPort;
}
