import { type Hop, isLiveWell, type LiveLink } from '../../../core/open-project/live-link.ts';

/** Links that are not well for one reason, in the order of the table. */
export type Cause = readonly [LiveLink, ...LiveLink[]];

/** Puts links together that are not well for one reason. */
export function causesOf(links: readonly LiveLink[]): Cause[] {
  const causes = new Map<string, [LiveLink, ...LiveLink[]]>();
  for (const link of links) {
    if (isLiveWell(link.state)) continue;
    const key = keyOf(link);
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, [link]);
    else cause.push(link);
  }
  return [...causes.values()];
}

/** The hop that a story is about: the first with a fault. */
export function faultyHop({ hops }: LiveLink): Hop | undefined {
  return hops.find(({ fault }) => fault !== undefined && fault !== 'not seen') ?? hops.find(({ fault }) => fault);
}

function keyOf(link: LiveLink): string {
  const { state, broken, notLookedAt } = link;
  if (broken !== undefined) return [state, broken.program, broken.node].join('\n');
  const hop = faultyHop(link);
  switch (state) {
    case 'ORPHAN':
    case 'FOREIGN':
      return [state, hop?.host, hop?.holder].join('\n');
    case 'STALLED':
      return [state, hop?.host, hop?.pid, hop?.fault].join('\n');
    case 'UNKNOWN':
      return [state, ...(notLookedAt ?? [hop?.host, hop?.fault])].join('\n');
    default:
      return [state, link.id].join('\n');
  }
}
