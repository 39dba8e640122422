import type { LinkEnd, ObservedLink, Unread } from './link-table.ts';
import type { FactsOf, LaterLook } from './nio-facts.ts';
import { idle, oneWay, stalled } from './verdicts.ts';

/** Who reads the ends of links, and what has passed. */
export interface Readers {
  readonly factsOf: FactsOf;
  /** True for an end whose hypervisor was asked and did not answer. */
  readonly isSilent: (end: LinkEnd) => boolean;
}

const NOBODY_LOOKED: ReadonlyMap<LinkEnd, LaterLook> = new Map();

/**
 * The default of Linux (net.core.rmem_default), which Dynamips, uBridge, VPCS and QEMU leave as it is.
 */
const DEFAULT_RECEIVE_BUFFER = 212_992;

/**
 * True if nobody reads a socket: half of its buffer is full. A program that reads empties it within
 * milliseconds, at 64 bytes a frame half is more than 130 of them; the few that wait in front of a stopped
 * router (7,488 and 13,312 bytes in a healthy project, docs/FACTS.md) are far below. Drops alone may be of a
 * burst that is long over; where nobody reads the queue is full whenever there are drops.
 */
function isFull({ receiveQueue = 0, receiveBuffer = DEFAULT_RECEIVE_BUFFER }: LinkEnd): boolean {
  return receiveQueue * 2 >= receiveBuffer;
}

/** True for a link that is called STALLED for nothing but a queue that was full. */
export function hasFullQueue({ a, b }: ObservedLink): boolean {
  return a.unread === 'queue full' || b?.unread === 'queue full';
}

/** The ends of a row that are worth a second look before it is judged. */
export function doubtfulEnds({ state, a, b }: ObservedLink): LinkEnd[] {
  if (state !== 'ESTABLISHED' || b === undefined) return [];
  const silent = directions(a, b).flatMap(([sender, receiver]) =>
    hasHeardNothing(sender, receiver) ? [receiver] : [],
  );
  return [...new Set([...silent, ...[a, b].filter((end) => isFull(end) && end.nio !== undefined)])];
}

/** Refines what looks well: by who reads the sockets, and by what the hypervisors have counted. */
export function withReaders(
  row: ObservedLink,
  readers: Readers,
  later: ReadonlyMap<LinkEnd, LaterLook> = NOBODY_LOOKED,
): ObservedLink {
  if (row.state !== 'ESTABLISHED') return row;
  for (const side of ['a', 'b'] as const) {
    const end = row[side];
    const unread = end && whyUnread(end, { isSilent: readers.isSilent, later });
    if (unread !== undefined) return stalledRow(row, side, unread);
  }
  return withCounters(row, readers.factsOf, later);
}

/**
 * ONE-WAY only if every frame that the sender has counted was sent while the receiver was there, counted and
 * was read; otherwise the counters prove nothing, and are shown.
 */
function withCounters(row: ObservedLink, factsOf: FactsOf, later: ReadonlyMap<LinkEnd, LaterLook>): ObservedLink {
  const { a, b } = row;
  if (b === undefined || a.packetsOut === undefined || b.packetsOut === undefined) return row;
  if ([a, b].every(({ packetsIn, packetsOut }) => packetsIn === 0 && packetsOut === 0)) return { ...row, ...idle() };
  for (const [sender, receiver] of directions(a, b)) {
    const look = later.get(receiver);
    if (!hasHeardNothing(sender, receiver) || look?.packetsIn !== 0) continue;
    if (receiver.boundTo === undefined) return stalledRow(row, receiver === a ? 'a' : 'b', 'not bound');
    const [from, to] = [factsOf({ inode: sender.inode ?? 0 }), factsOf({ inode: receiver.inode ?? 0 })];
    const isCounted = from?.sendsSince !== undefined && to !== undefined && to.countedSince <= from.sendsSince;
    if (isCounted && !to.mayBeUnbound && look.isRouterRunning !== false) return { ...row, ...oneWay(sender, receiver) };
  }
  return row;
}

function whyUnread(
  end: LinkEnd,
  { isSilent, later }: { isSilent: Readers['isSilent']; later: ReadonlyMap<LinkEnd, LaterLook> },
): Unread | undefined {
  if (end.unread !== undefined) return end.unread;
  if (isSilent(end)) return 'hypervisor silent';
  const look = later.get(end);
  if (!isFull(end) || isCounting(end, look)) return undefined;
  if (look?.isRouterRunning === false) return 'router not running';
  return end.nio !== undefined && end.boundTo === undefined ? 'not bound' : 'queue full';
}

/** True if the NIO has taken in frames since it was first looked at: what is read slowly is read. */
function isCounting({ packetsIn }: LinkEnd, look: LaterLook | undefined): boolean {
  return packetsIn !== undefined && look !== undefined && look.packetsIn > packetsIn;
}

function stalledRow(row: ObservedLink, side: 'a' | 'b', unread: Unread): ObservedLink {
  const end: LinkEnd = { ...(row[side] as LinkEnd), unread };
  return { ...row, ...stalled(end, unread), [side]: end };
}

function directions(a: LinkEnd, b: LinkEnd): readonly (readonly [LinkEnd, LinkEnd])[] {
  return [
    [a, b],
    [b, a],
  ];
}

function hasHeardNothing(sender: LinkEnd, receiver: LinkEnd): boolean {
  return (sender.packetsOut ?? 0) > 0 && receiver.packetsIn === 0;
}
