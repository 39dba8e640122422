import { hostPortText } from '../../../core/address/host-port.ts';
import type { ExpectedEnd, ExpectedLink } from '../../../core/allocation/expected-links.ts';
import { present } from '../../../core/present.ts';
import { holderName } from '../../../core/sockets/holder-name.ts';
import type {
  LinksOnPage,
  SeenEnd,
  SeenHost,
  SeenLink,
  SeenPicture,
  StoryOnPage,
} from '../../../output/page/links-on-page.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { endName, hostText } from '../link-end.ts';
import { LINK_STATE_FATES } from '../link-fates.ts';
import { isWell, type LinkEnd, type ObservedLink } from '../link-table.ts';
import type { HostSummary, LinksResult } from '../result.ts';
import type { StillLoaded } from '../still-loaded.ts';
import { type EndFate, endFate } from './end-fate.ts';
import { groupsOf, type LinkGroup } from './group-links.ts';
import { linksHeadline } from './headline.ts';
import { lookOfLinks } from './look-of.ts';
import { remark } from './remark.ts';
import { capital, explanationsOf, factsOf, linkName, storyOf } from './stories.ts';
import { topologyOfLinks } from './topology.ts';
import { withTunnels } from './tunnels.ts';

/** As many links of one cause are named, and as many of its facts and commands told. */
const MOST = 6;

/** What a page shows of a look at links; `expected` is what it was compared with, `at` when (ISO 8601). */
export function linksOnPage(unsafe: LinksResult, expected: readonly ExpectedLink[], at: string): LinksOnPage {
  const result = safeResult(unsafe);
  const { outcome, links, notMade = [], stillLoaded = [], hosts, filteredOut } = result;
  const wanted = new Map(expected.map((link) => [keyOf(link), link]));
  const isUnread = unreadHosts(hosts);
  return present({
    at,
    outcome,
    headline: linksHeadline(result),
    stories: groupsOf(links).map((group) => storyOnPage(group, stillLoaded)),
    links: withTunnels(links).map((link) => seenLink(link, wanted.get(keyOf(link)), isUnread)),
    notMade,
    hosts: hosts.map((host) => seenHost(host, links)),
    notStarted: notStarted(links),
    picture: pictureOf(result),
    filteredOut,
  });
}

/** More links without a lab are told by the table alone: a picture of them is not read. */
const MOST_DRAWN = 500;

/** A lab has its own picture, on which nothing moves when it is looked at again. */
function pictureOf(result: LinksResult): SeenPicture | undefined {
  if (result.labs.length > 0 || result.links.length === 0 || result.links.length > MOST_DRAWN) return undefined;
  const { ends, links } = lookOfLinks(result);
  return { topology: topologyOfLinks(result), ends: [...ends], links: [...links] };
}

function keyOf({ lab, name }: { readonly lab?: string; readonly name?: string }): string {
  return JSON.stringify([lab, name]);
}

function storyOnPage(links: LinkGroup, loaded: readonly StillLoaded[]): StoryOnPage {
  const { sentence, remedy, commands } = storyOf(links, loaded);
  return present({
    states: [...new Set(links.map(({ state }) => state))],
    fates: [...new Set(links.flatMap(({ state }) => LINK_STATE_FATES[state]))],
    names: links.slice(0, MOST).map(linkName),
    more: Math.max(0, links.length - MOST),
    sentence: `${capital(sentence)}.`,
    explanations: explanationsOf(links),
    facts: factsOf(links).slice(0, MOST),
    remedy,
    commands: commands.slice(0, MOST),
  });
}

function seenLink(link: ObservedLink, wanted: ExpectedLink | undefined, isUnread: IsUnread): SeenLink {
  const { name, lab, tunnelOf, state, a, b } = link;
  const ends = b === undefined ? [a] : [a, b];
  return present({
    name,
    lab,
    partOf: tunnelOf,
    state,
    isWell: isWell(state),
    fates: LINK_STATE_FATES[state],
    remark: remark(link),
    ends: ends.map((end) => seenEnd(end, link, { wanted: expectedOf(end, wanted), isUnread })),
  });
}

/**
 * What the lab says of an end: links are observed either way round, and both ends of a tunnel have one name.
 */
function expectedOf(
  { device, interface: name, localPort }: LinkEnd,
  wanted: ExpectedLink | undefined,
): ExpectedEnd | undefined {
  const named = [wanted?.a, wanted?.b].filter((end) => end?.device === device && end?.interface === name);
  return named.length < 2 ? named[0] : named.find((end) => end?.localPort === localPort);
}

/** Hypervisors that nothing was seen of because they do not run. */
function notStarted(links: readonly ObservedLink[]): string[] {
  const absent = links.flatMap(({ absence }) => (absence?.why === 'not started' ? absence.hypervisors : []));
  return [...new Set(absent.map(({ name }) => name))];
}

interface EndContext {
  readonly wanted: ExpectedEnd | undefined;
  readonly isUnread: IsUnread;
}

function seenEnd(end: LinkEnd, link: ObservedLink, { wanted, isUnread }: EndContext): SeenEnd {
  const { holder } = link;
  const isTaken = holder !== undefined && holder.host === end.host && holder.localPort === end.localPort;
  const socket = end.present ? end : isTaken ? holder : undefined;
  const seen = seenOf(end, socket, isOpen(end, link, isUnread));
  const { fate, receiver } = fateOf(end, seen, link);
  return present({
    name: endName(end),
    host: hostText(end),
    at: end.hypervisor ?? end.process ?? hostText(end),
    role: link.isTunnel ? (wanted?.owner === 'ubridge' ? ('tunnel' as const) : ('router' as const)) : undefined,
    fate,
    to: receiver && endName(receiver),
    expected: wanted && { port: wanted.localPort, peer: hostPortText(wanted.remoteHost, wanted.remotePort) },
    seen,
    socket: socket && socketOf(socket),
  });
}

/** `socket`: what has the port of the end. */
function seenOf(end: LinkEnd, socket: LinkEnd | undefined, isNotKnown: boolean): SeenEnd['seen'] {
  if (end.present) return 'there';
  if (socket === undefined) return isNotKnown ? 'not known' : 'none';
  const isOwn = socket.device !== undefined && socket.device === end.device && socket.interface === end.interface;
  return isOwn ? 'elsewhere' : 'other';
}

function fateOf(end: LinkEnd, seen: SeenEnd['seen'], link: ObservedLink): EndFate {
  if (seen === 'there' || seen === 'elsewhere') return endFate(end, link);
  return { fate: seen === 'not known' ? 'not known' : 'no socket' };
}

function socketOf(end: LinkEnd): NonNullable<SeenEnd['socket']> {
  const { localAddress, localPort, remoteAddress, remotePort } = end;
  return present({
    local: hostPortText(localAddress, localPort),
    peer: remotePort === 0 ? '*' : hostPortText(remoteAddress, remotePort),
    owner: end.pid === undefined && end.process === undefined ? undefined : holderName(end),
  });
}

/** True if nobody can say that an end which was not found is not there. */
function isOpen({ host }: LinkEnd, { forwarder, absence }: ObservedLink, isUnread: IsUnread): boolean {
  return forwarder !== undefined || absence?.why === 'hidden' || isUnread(host);
}

/** True for a host of which sockets were not read, or not all. */
type IsUnread = (host: string) => boolean;

function unreadHosts(hosts: readonly HostSummary[]): IsUnread {
  const whole = new Set(hosts.filter(({ source, isCut }) => source !== undefined && !isCut).map(({ host }) => host));
  return (host) => !whole.has(host);
}

/** The sockets of this host have its name; a page is read on other hosts as well. */
function seenHost({ host, source, limits }: HostSummary, links: readonly ObservedLink[]): SeenHost {
  const own = links.flatMap(({ a, b }) => (b === undefined ? [a] : [a, b])).find((end) => end.host === host);
  return { name: hostText(own ?? { host }), isRead: source !== undefined, limits };
}
