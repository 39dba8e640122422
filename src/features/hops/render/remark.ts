import type { Death, Hop, LiveLink } from '../../../core/open-project/live-link.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import { faultOf } from './fault.ts';
import { linkEndsOf } from './link-ends.ts';
import { programOf } from './program-name.ts';

/** What there is to say of a link in its row, in a few words; empty if there is nothing. */
export function remark(link: LiveLink): string {
  const { ignoresFilters, isSuspended } = link;
  return [
    stateRemark(link),
    ...(ignoresFilters ? [`${isSuspended ? 'suspended' : 'filtered'} in GNS3, which has no effect here`] : []),
    ...oneOf(link),
  ]
    .filter((text) => text !== '')
    .join('; ');
}

function stateRemark(link: LiveLink): string {
  const { state, broken, filters, notLookedAt = [] } = link;
  switch (state) {
    case 'BROKEN':
      return broken === undefined ? firstFault(link) : `${programOf(broken)} ended`;
    case 'FILTERED':
      return [...filters, ...droppedOf(link)].join(', ');
    case 'SUSPENDED':
      return droppedOf(link).join('');
    case 'STOPPED':
      return `${listed(stoppedNodes(link))} not started`;
    case 'ONE-WAY':
      return link.deaths?.map((death) => shortDeath(link, death)).join('; ') ?? '';
    case 'UNKNOWN':
      return notLookedAt.length > 0 ? `${listed(notLookedAt)} not looked at` : firstFault(link);
    case 'IDLE':
    case 'ESTABLISHED':
      return '';
    default:
      return firstFault(link);
  }
}

function droppedOf({ dropped }: LiveLink): string[] {
  return dropped === undefined ? [] : [`${counted(dropped, 'frame')} dropped`];
}

/** As many pairs of ports are named. */
const MOST_CHAINS = 3;

/** `one of 20000 20001 and 20008 20009` */
function oneOf(link: LiveLink): string[] {
  const { otherChains = [], hops } = link;
  if (otherChains.length === 0) return [];
  const chains = [hops, ...otherChains];
  if (chains.length > MOST_CHAINS) return [`one of ${chains.length} chains`];
  const ports = chains.map((chain) => linkEndsOf({ ...link, hops: chain }).map((hop) => hop?.localPort ?? '-'));
  return [`one of ${listed(ports.map((pair) => pair.join(' ')))}`];
}

/** The nodes of a link that GNS3 has not started; both where it does not say. */
export function stoppedNodes({ a, b }: LiveLink): string[] {
  const stopped = [a, b].filter(({ nodeType, status }) => nodeType === 'vpcs' && status !== 'started');
  return (stopped.length === 0 ? [a, b].filter(({ nodeType }) => nodeType === 'vpcs') : stopped).map(
    ({ node }) => node,
  );
}

/** The first of the faults of a chain, the whole of it where there is no other. */
function firstFault({ hops }: LiveLink): string {
  return hops.map(faultOf).find((text) => text !== undefined) ?? '';
}

/** `5 frames lost from R1's uBridge (20002) to R2's uBridge (20003)` */
export function deathText({ hops }: Pick<LiveLink, 'hops'>, { after, before, lost }: Death): string {
  return `${counted(lost, 'frame')} lost from ${placeOf(hops[after])} to ${placeOf(hops[before])}`;
}

/** `5 frames lost from 20002 to 20003`, where the whole sentence has no room. */
function shortDeath({ hops }: Pick<LiveLink, 'hops'>, { after, before, lost }: Death): string {
  return `${counted(lost, 'frame')} lost from ${hops[after]?.localPort ?? '?'} to ${hops[before]?.localPort ?? '?'}`;
}

function placeOf(hop: Hop | undefined): string {
  return hop === undefined ? 'a hop that is not known' : `${programOf(hop)} (${hop.localPort ?? 'port not known'})`;
}
