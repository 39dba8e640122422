import { holderName } from '../../../core/sockets/holder-name.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { dynamipsLines, startAdvice } from '../../../core/words/start-hypervisor.ts';
import { endName } from '../link-end.ts';
import type { Absence, LinkEnd, ObservedLink } from '../link-table.ts';
import { type StillLoaded, saveFirst } from '../still-loaded.ts';
import type { LinkGroup } from './group-links.ts';
import { crossedText, remark, UNREAD } from './remark.ts';

/** What is wrong with links that have one cause, in one sentence, and what to do. */
export interface Story {
  readonly links: LinkGroup;
  readonly sentence: string;
  readonly remedy: string | undefined;
  /** Commands that the remedy ends with, to be copied. */
  readonly commands: readonly string[];
}

/** More names or ports than this in one sentence are counted. */
const MOST_NAMES = 6;

/** More sentences than this about links that are crossed with each other are counted. */
const MOST_CROSSED = 3;

/** Links that have one cause, the first of them, and those by which it is told. */
interface Cause {
  readonly links: LinkGroup;
  readonly first: ObservedLink;
  readonly told: LinkGroup;
}

/** Tells the story of links that have one cause; `loaded`: what loading their lab again would end. */
export function storyOf(links: LinkGroup, loaded: readonly StillLoaded[] = []): Story {
  const [first] = links;
  if (first === undefined) return { links, sentence: '', remedy: undefined, commands: [] };
  const cause = { links, first, told: first.state === 'CROSSED' ? telling(links) : links };
  const commands = startCommands(links, first);
  return {
    links,
    sentence: sentence(cause, loaded),
    remedy: commands.length > 0 ? startRemedy(links, loaded) : remedy(cause),
    commands,
  };
}

/** `start it, then load the lab:`, and before that what would be lost. */
function startRemedy(links: LinkGroup, loaded: readonly StillLoaded[]): string {
  const down = hypervisorsOf(links);
  const them = loaded.length > 0 ? namesOf(down) : down.length === 1 ? 'it' : 'them';
  return `${saveFirst(loaded)}start ${them}, then load the lab:`;
}

function sentence({ links, first, told }: Cause, loaded: readonly StillLoaded[]): string {
  const { state, absence, holder } = first;
  if (holder !== undefined && state !== 'CROSSED') return inUse(links, first);
  if (absence !== undefined) return absent(links, absence, loaded);
  if (state === 'CROSSED') return crossed(told);
  if (state === 'SHARED' || state === 'SELF') return samePort(links, first);
  if (state === 'STALLED' && links.length > 1) return stalled(links, first);
  if (state === 'UNEXPECTED') return unexpected(links, first);
  const remarks = new Set(links.map(remark));
  const count = links.length === 1 ? linkName(first) : counted(links.length, 'link');
  return remarks.size === 1
    ? `${count}: ${remark(first)}`
    : `${count}: ${remark(first)}, and ${remarks.size - 1} more alike`;
}

/** `Hypervisor localhost:7200 is not started: 3 links are not there`. */
function absent(links: LinkGroup, { why }: Absence, loaded: readonly StillLoaded[]): string {
  const names = namesOf(hypervisorsOf(links));
  const isOne = hypervisorsOf(links).length === 1;
  const gone = `${countOf(links)} ${links.length === 1 ? 'is' : 'are'} not there`;
  switch (why) {
    case 'not started':
      return `${isOne ? names : `${hypervisorsOf(links).length} hypervisors`} ${notThere(isOne, loaded)}${isOne ? '' : ` (${names})`}: ${gone}`;
    case 'not loaded':
      return `the lab is not loaded at ${names}, which ${isOne ? 'runs' : 'run'} without any NIO: ${gone}`;
    case 'control port in use':
      return `the control port of ${names} is in use by a program that by its name is not a hypervisor: ${gone}`;
    case 'no descriptors':
      return `${names} has no descriptors left: ${gone}`;
    case 'not made':
      return `${names} ${isOne ? 'runs' : 'run'}, but ${socketsOf(links)}`;
    default:
      return links.length === 1 ? alone(links) : `${counted(links.length, 'link')}: ${socketsOf(links)}`;
  }
}

/** Where a part of the lab is there, a hypervisor may have been started, and have ended. */
function notThere(isOne: boolean, loaded: readonly StillLoaded[]): string {
  if (loaded.length > 0) return isOne ? 'does not run' : 'do not run';
  return isOne ? 'is not started' : 'are not started';
}

/** `1 link and 2 tunnels`, as the headline counts them. */
function countOf(links: LinkGroup): string {
  const tunnels = links.filter(({ isTunnel }) => isTunnel).length;
  const counts = [
    ...(tunnels < links.length ? [counted(links.length - tunnels, 'link')] : []),
    ...(tunnels > 0 ? [counted(tunnels, 'tunnel')] : []),
  ];
  return counts.join(' and ');
}

function alone([first]: LinkGroup): string {
  return first === undefined ? '' : `${linkName(first)}: ${remark(first)}`;
}

/** `there is no socket on 10001, 10101 and 4 more`. */
function socketsOf(links: LinkGroup): string {
  const ends = links.flatMap(({ a, b }) => [a, b]).filter((end) => end !== undefined && !end.present);
  return `there is no socket on ${someOf([...new Set(ends.map((end) => String(end?.localPort)))], MOST_NAMES)}`;
}

/** One program may have the ports of many ends. */
function inUse(links: LinkGroup, { holder }: ObservedLink): string {
  if (holder === undefined) return '';
  const ports = [...new Set(links.map((link) => String(link.holder?.localPort)))];
  const isOne = ports.length === 1;
  return `${isOne ? 'port' : 'ports'} ${someOf(ports, MOST_NAMES)} ${isOne ? 'is' : 'are'} in use by ${holderName(holder)}: ${counted(links.length, 'link')} cannot be made`;
}

/** `dynamips (pid 71) does not read the sockets of 3 links: its process is suspended`. */
function stalled(links: LinkGroup, { a, b }: ObservedLink): string {
  const end = a.unread === undefined ? b : a;
  if (end?.unread === undefined) return '';
  return `${holderName(end)} does not read the sockets of ${counted(links.length, 'link')}: ${UNREAD[end.unread]}`;
}

/** `localhost:7200 has 2 sockets that are not in the lab: 10007, 10008`. */
function unexpected(links: LinkGroup, { a }: ObservedLink): string {
  const ports = links.map((link) => String(link.a.localPort));
  const what = ports.length === 1 ? 'a socket that is' : `${ports.length} sockets that are`;
  return `${a.hypervisor ?? holderName(a)} has ${what} not in the lab: ${someOf(ports, MOST_NAMES)}`;
}

/** `told`: those that say which numbers were mixed up. */
function crossed(told: LinkGroup): string {
  const remarks = [...new Set(told.map((link) => crossedText(link, (ends) => ends.map(endName))))];
  const more = remarks.length > MOST_CROSSED ? `; and ${remarks.length - MOST_CROSSED} more` : '';
  return `${remarks.slice(0, MOST_CROSSED).join('; ')}${more}: what they send is refused`;
}

/** `several sockets have ports 10000, 10001: R2 hears all, R1 nothing`. */
function samePort(links: LinkGroup, first: ObservedLink): string {
  const socket = ({ a, b, receiver }: ObservedLink): LinkEnd => receiver ?? (a.present || b === undefined ? a : b);
  const all = [...new Set(links.map((link) => String(socket(link).localPort)))];
  const ports = `${all.length === 1 ? 'port' : 'ports'} ${someOf(all, MOST_NAMES)}`;
  const remarks = new Set(links.map(remark));
  const heard = `${remark(first)}${remarks.size > 1 ? `, and alike at ${counted(links.length - 1, 'more link')}` : ''}`;
  if (first.state === 'SHARED') return `several sockets have ${ports}: ${heard}`;
  const absent = [first.a, first.b].find((end) => end !== undefined && !end.present);
  return `${ports}: connected to itself, ${heard}${absent === undefined ? '' : `, ${endName(absent)} has no socket`}`;
}

/** What starts the hypervisors that are not started; GNS3's and wrappers are not started by hand. */
function startCommands(links: LinkGroup, { absence }: ObservedLink): string[] {
  const down = hypervisorsOf(links);
  const isDynamips = absence?.why === 'not started' && down.every(({ kind }) => kind === 'dynamips');
  return isDynamips ? dynamipsLines(down) : [];
}

function remedy({ links, first, told }: Cause): string | undefined {
  if (first.absence?.why === 'not started' && links.length > 1) {
    return [...new Set(hypervisorsOf(links).map(startAdvice))].join('; ');
  }
  return first.state === 'CROSSED' ? crossedRemedy(links, told) : first.remedy;
}

/**
 * Crossed links whose socket in the way is that of another of them say which numbers were mixed up; the
 * others only that they run into a link that is well.
 */
function telling(links: LinkGroup): LinkGroup {
  const isEnd = new Set(links.flatMap(({ a, b }) => [a, b]).map((end) => `${end?.host} ${end?.localPort}`));
  const found = links.filter(({ holder }) => holder !== undefined && isEnd.has(`${holder.host} ${holder.localPort}`));
  return found.length === 0 ? links : found;
}

/** What to write where: of crossed links each has a number of its own. */
function crossedRemedy(links: LinkGroup, told: LinkGroup): string | undefined {
  const wrong = links.flatMap(({ a, b, holder }) => {
    const own = [a, b].find((end) => end?.device !== undefined && !end.present && end.localPort === holder?.localPort);
    return own === undefined || own.remotePort === holder?.remotePort ? [] : [own];
  });
  if (links.length > 1 && wrong.length === links.length) {
    const numbers = someOf(
      wrong.map((end) => `${end.remotePort} at ${endName(end)}`),
      MOST_NAMES,
    );
    return `make these NIOs again with the remote ports of the lab: ${numbers}; if the lab file was changed since the start, load the lab again`;
  }
  const remedies = [...new Set(told.map(({ remedy }) => remedy))].filter((text) => text !== undefined);
  return remedies.slice(0, MOST_CROSSED).join('; ') || undefined;
}

/** As many explanations, where links are broken in several ways at once. */
const MOST_EXPLANATIONS = 3;

/** What was expected, what is there, and why; none where the sentence of the story has said it already. */
export function explanationsOf(links: LinkGroup): string[] {
  const [first] = links;
  if (links.length > 1 && first?.absence !== undefined) return [];
  const all = [...new Set(links.map(({ explanation }) => explanation))];
  return all.slice(0, first?.state === 'CROSSED' ? MOST_EXPLANATIONS : 1);
}

/** A story begins with a word of ours or with a name, which stays as it is. */
export function capital(text: string): string {
  return /^(the|port|ports|several|no) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** What is seen of a cause that many links have, where it is not their sockets. */
export function factsOf(links: LinkGroup): string[] {
  const [first] = links;
  if (first?.absence?.why === 'not started' && links.length > 1)
    return hypervisorsOf(links).map(({ host, port }) => `nothing listens on TCP port ${port} of ${host}`);
  return [...new Set(links.flatMap(({ evidence }) => evidence))];
}

function hypervisorsOf(links: LinkGroup): Absence['hypervisors'] {
  const all = links.flatMap(({ absence }) => absence?.hypervisors ?? []);
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

function namesOf(hypervisors: Absence['hypervisors']): string {
  return someOf(
    hypervisors.map(({ name }) => name),
    MOST_NAMES,
  );
}

/** How a link is called where the lab has no name for it. */
export function linkName({ name, a }: ObservedLink): string {
  return name ?? ((a.device ?? a.hypervisor) ? endName(a) : `${endName(a)}, port ${a.localPort}`);
}
