import type { Hop, LiveLink } from '../../../core/open-project/live-link.ts';

/** The two hops between which the link itself runs: the last of node `a`, and the first of node `b`. */
export function linkEndsOf({
  hops,
  a,
}: Pick<LiveLink, 'hops' | 'a' | 'b'>): readonly [Hop | undefined, Hop | undefined] {
  let first = -1;
  for (const [index, { node }] of hops.entries()) {
    if (node !== a.node) break;
    first = index;
  }
  return [hops[first], hops[first + 1]];
}
