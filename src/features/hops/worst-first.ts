import { LIVE_STATES, type LiveLink } from '../../core/open-project/live-link.ts';

const RANK: ReadonlyMap<string, number> = new Map(LIVE_STATES.map((state, index) => [state, index]));

/** By state, the worst first; of one state in the order in which the server has made the links. */
export function worstFirst(links: readonly LiveLink[]): LiveLink[] {
  return [...links].sort((a, b) => (RANK.get(a.state) ?? 0) - (RANK.get(b.state) ?? 0));
}
