import { hostPortText } from '../../../core/address/host-port.ts';
import { type Hop, isLiveWell, type LiveLink } from '../../../core/open-project/live-link.ts';
import { present } from '../../../core/present.ts';
import type {
  LinksOnPage,
  SeenEnd,
  SeenHost,
  SeenLink,
  SeenPicture,
  StoryOnPage,
} from '../../../output/page/links-on-page.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { LIVE_STATE_FATES } from '../hop-fates.ts';
import type { HopsResult } from '../result.ts';
import { blocksOf } from './blocks.ts';
import { type Cause, causesOf } from './causes.ts';
import { faultOf, programLabel } from './fault.ts';
import { framesText } from './frames-text.ts';
import { hopsHeadline } from './headline.ts';
import { programOf } from './program-name.ts';
import { remark } from './remark.ts';
import { storyOf, type Telling } from './stories.ts';
import { lookOfHops, topologyOfHops } from './topology.ts';
import { wireFate } from './wire-fate.ts';

/** As many links of one cause are named. */
const MOST = 6;

/** More links are told by the table alone: a picture of their programs is not read. */
const MOST_DRAWN = 200;

/** What a page shows of the links of an open project; `at` is when they were looked at (ISO 8601). */
export function hopsOnPage(unsafe: HopsResult, at: string, told: Telling): LinksOnPage {
  const result = safeResult(unsafe);
  const telling = { ...told, notRead: result.notRead.map(({ name }) => name) };
  const { outcome, links, filteredOut } = result;
  return present({
    at,
    outcome,
    headline: hopsHeadline(result),
    stories: causesOf(links).map((cause) => storyOnPage(cause, telling)),
    links: links.map(seenLink),
    notMade: [],
    hosts: hostsOnPage(result),
    notStarted: [],
    picture: pictureOf(result),
    filteredOut,
  });
}

function pictureOf(result: HopsResult): SeenPicture | undefined {
  if (result.links.length === 0 || result.links.length > MOST_DRAWN) return undefined;
  const { ends, links } = lookOfHops(result);
  return { topology: topologyOfHops(result), ends: [...ends], links: [...links] };
}

function storyOnPage(cause: Cause, telling: Telling): StoryOnPage {
  const { sentence, explanations, facts, remedy, commands } = storyOf(cause, telling);
  return present({
    states: [...new Set(cause.map(({ state }) => state))],
    fates: [...new Set(cause.flatMap(({ state }) => LIVE_STATE_FATES[state]))],
    names: cause.slice(0, MOST).map(({ name }) => name),
    more: Math.max(0, cause.length - MOST),
    sentence: `${sentence}.`,
    explanations,
    facts,
    remedy,
    commands,
  });
}

/** A link with all of its hops, from left to right. */
function seenLink(link: LiveLink): SeenLink {
  return {
    name: link.name,
    state: link.state,
    isWell: isLiveWell(link.state),
    fates: LIVE_STATE_FATES[link.state],
    remark: remark(link),
    ends: link.hops.map((hop, index) => seenEnd(link, hop, index)),
  };
}

function seenEnd(link: LiveLink, hop: Hop, index: number): SeenEnd {
  const fate = wireFate(link, index, neighbourOf(link.hops, index));
  const { localPort, remoteHost = '', remotePort, holder } = hop;
  const peer = remotePort === undefined ? '*' : hostPortText(remoteHost, remotePort);
  return present({
    name: programOf(hop),
    host: hop.host,
    at: programLabel(hop),
    fate: fate === 'not started' ? ('no socket' as const) : fate,
    seen: seenOf(hop),
    socket: hop.isPresent
      ? present({ local: String(localPort ?? '-'), peer, owner: holder ?? programLabel(hop) })
      : undefined,
    frames: framesText(hop),
    remark: [faultOf(hop), diesAt(link, index)].filter((text) => text !== undefined).join('; ') || undefined,
  });
}

function diesAt({ deaths = [] }: LiveLink, index: number): string | undefined {
  const death = deaths.find(({ after }) => after === index);
  return death === undefined ? undefined : `${death.lost} frames die behind this hop`;
}

/** The hop to which a hop sends: a lone one has one neighbour, the sides of a bridge have one each. */
function neighbourOf(hops: readonly Hop[], index: number): number {
  const block = blocksOf(hops).find(({ first, hops: { length } }) => index >= first && index < first + length);
  if (block === undefined) return index + 1;
  const isLeft = block.hops.length === 2 ? index === block.first : index > 0;
  return isLeft ? index - 1 : index + 1;
}

function seenOf({ isPresent, fault }: Hop): SeenEnd['seen'] {
  if (fault === 'not seen') return 'not known';
  if (fault === 'foreign' && isPresent) return 'other';
  return isPresent ? 'there' : 'none';
}

function hostsOnPage({ links, notRead, limits }: HopsResult): SeenHost[] {
  const unread = new Set(notRead.map(({ name }) => name));
  const read = [...new Set(links.flatMap(({ a, b }) => [a.host, b.host]))].filter((name) => !unread.has(name));
  return [
    ...read.map((name, index) => ({ name, isRead: true, limits: index === 0 ? limits : [] })),
    ...notRead.map(({ name, why }) => ({ name, isRead: false, limits: [why] })),
  ];
}
