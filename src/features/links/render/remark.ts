import { holderName } from '../../../core/sockets/holder-name.ts';
import { endName } from '../link-end.ts';
import type { LinkEnd, ObservedLink, Unread } from '../link-table.ts';
import { namesApart } from './names-apart.ts';

/** What is the matter with a link, in the few words that a table has room for. */
export function remark(row: ObservedLink): string {
  switch (row.state) {
    case 'SHARED':
      return sharedRemark(row);
    case 'SELF':
      return selfRemark(row);
    case 'FOREIGN':
      return foreignRemark(row);
    case 'HALF-OPEN':
    case 'MISSING':
      return absentRemark(row);
    case 'CROSSED':
      return crossedRemark(row);
    case 'UNREACHABLE?':
      return unreachableRemark(row);
    case 'UNEXPECTED':
      return 'not in the lab';
    case 'UNKNOWN':
      return unknownRemark(row);
    case 'ONE-WAY':
      return oneWayRemark(row);
    case 'STALLED':
      return unreadRemark(row.a.unread === undefined ? row.b : row.a);
    default:
      return '';
  }
}

/** More names than this say less. */
const MOST_NAMES = 3;

function sharedRemark({ a, b, also, receiver }: ObservedLink): string {
  if (receiver === undefined) return 'which socket receives is not known';
  const ends = [a, b, ...also].filter((end) => end !== undefined);
  const others = ends.filter((end) => end.present && isTwin(end, receiver) && !isSame(end, receiver));
  const [name = '', ...names] = namesApart([receiver, ...others.slice(0, MOST_NAMES)]);
  const more = others.length > MOST_NAMES ? ` and ${others.length - MOST_NAMES} more` : '';
  return `${name} hears all, ${names.length === 0 ? 'the others' : names.join(', ')}${more} nothing`;
}

function isTwin(one: LinkEnd, other: LinkEnd): boolean {
  return (
    one.host === other.host &&
    one.localPort === other.localPort &&
    one.remotePort === other.remotePort &&
    one.localAddress === other.localAddress
  );
}

function isSame(one: LinkEnd, other: LinkEnd): boolean {
  return isTwin(one, other) && one.pid === other.pid && one.inode === other.inode;
}

function selfRemark({ a, b }: ObservedLink): string {
  const [socket, other] = a.present || b === undefined ? [a, b] : [b, a];
  const [name] = other === undefined ? [endName(socket)] : namesApart([socket, other]);
  return `${name} hears only itself`;
}

/** `port 10000 is in use by python3 (pid 312)`. */
function inUseRemark({ holder }: ObservedLink): string {
  return holder === undefined ? '' : `port ${holder.localPort} is in use by ${holderName(holder)}`;
}

/** The same, and which other socket is not there. */
function foreignRemark(row: ObservedLink): string {
  const { a, b, holder } = row;
  const absent = [a, b].filter((end) => end !== undefined && !end.present && end.localPort !== holder?.localPort);
  return [inUseRemark(row), ...absent.map((end) => `no socket on ${end?.localPort}`)].join(', ');
}

/** Which sockets are not there. */
function absentRemark(row: ObservedLink): string {
  const { a, b, holder } = row;
  if (holder !== undefined) return foreignRemark(row);
  const ends = [a, b].filter((end) => end !== undefined);
  const absent = ends.filter(({ present }) => !present);
  const [first, second] = absent;
  if (first === undefined) return 'it has no peer';
  if (a.present && a.remotePort === 0) return 'it sends to port 0';
  return `no socket on ${first.localPort}${second === undefined ? '' : ` and ${second.localPort}`}`;
}

/** The two numbers, or addresses, that would have to be equal. */
function crossedRemark(row: ObservedLink): string {
  return crossedText(row, namesApart);
}

/** The same with names for a table or for a sentence. */
export function crossedText({ a, b, holder }: ObservedLink, namesOf: (ends: readonly LinkEnd[]) => string[]): string {
  if (holder === undefined) return '';
  // A socket without a peer, as VPCS has them, sends where its command line says.
  if (holder.remotePort === 0) return `${endName(holder)} sends elsewhere`;
  const lost = [a, b].find((end) => end !== undefined && !end.present && end.localPort === holder.localPort);
  const isOwn = lost !== undefined && lost.device !== undefined;
  const [sender, listener, port, address] = isOwn
    ? [lost, lost === a ? b : a, lost.remotePort, lost.remoteAddress]
    : [holder, a, a.localPort, a.localAddress];
  const [name, other] = namesOf(listener === undefined ? [sender] : [sender, listener]);
  if (holder.remotePort === port) return `${name} sends to ${holder.remoteAddress}, not to ${address}`;
  return `${name} sends to ${holder.remotePort}, ${other === undefined ? 'not to' : `${other} listens on`} ${port}`;
}

function unreachableRemark({ a, b }: ObservedLink): string {
  if (b === undefined || !a.present || !b.present) return 'its address is not the one that the lab says';
  const [nameA, nameB] = namesApart([a, b]);
  return a.localAddress === b.remoteAddress
    ? `${nameA} sends to ${a.remoteAddress}, ${nameB} has ${b.localAddress}`
    : `${nameB} sends to ${b.remoteAddress}, ${nameA} has ${a.localAddress}`;
}

function oneWayRemark({ a, b }: ObservedLink): string {
  if (b === undefined) return '';
  const [nameA, nameB] = namesApart([a, b]);
  if (a.remotePort === 0) return `${nameA} sends to port 0`;
  if (b.remotePort === 0) return `${nameB} sends to port 0`;
  const isAtB = b.packetsIn === 0;
  return `${isAtB ? nameB : nameA} hears nothing of ${isAtB ? nameA : nameB}`;
}

function unknownRemark({ forwarder, notRead }: ObservedLink): string {
  if (forwarder !== undefined) return `${forwarder} passes it on`;
  return notRead === undefined ? 'could not be determined' : `${notRead} was not read`;
}

/** Which program does not read, and why. */
function unreadRemark(end: LinkEnd | undefined): string {
  return end?.unread === undefined ? '' : `${endName(end)}: ${UNREAD[end.unread]}`;
}

/** Why a program does not read, in a few words. */
export const UNREAD: Readonly<Record<Unread, string>> = {
  'process stopped': 'its process is suspended',
  'process traced': 'a debugger holds its process',
  'hypervisor silent': 'its hypervisor does not answer',
  'router not running': 'its router is not running',
  'not bound': 'its NIO is not bound',
  'queue full': 'its queue is full',
};
