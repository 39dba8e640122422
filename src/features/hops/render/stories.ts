import type { LiveEnd, LiveLink } from '../../../core/open-project/live-link.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed, someOf } from '../../../core/text/listed.ts';
import { type Cause, faultyHop } from './causes.ts';
import { faultOf } from './fault.ts';
import { programName, programOf } from './program-name.ts';
import { deathText, remark } from './remark.ts';

/** What is wrong with links that have one cause, and what to do. */
export interface Story {
  /** Without a full stop. */
  readonly sentence: string;
  /** What was expected, what is there, and why GNS3 says that all is well: sentences. */
  readonly explanations: readonly string[];
  /** What it rests on, in clauses. */
  readonly facts: readonly string[];
  readonly remedy?: string | undefined;
  /** Command lines that the remedy ends with. */
  readonly commands: readonly string[];
}

/** What a story needs in addition to its links. */
export interface Telling {
  /** The command that shows these links: `niostat links gns3:///Campus`. */
  readonly command: string;
  /** The command that opens the firewalls for the project: `niostat firewall gns3:///Campus`. */
  readonly firewall?: string | undefined;
  /** How a moment is written, in milliseconds since 1970. */
  readonly timeText: (atMs: number) => string;
  /** The names of hosts that were not read. */
  readonly notRead?: readonly string[];
  /** All links of the screen: a link may pass two programs that have ended. */
  readonly all?: readonly LiveLink[];
  /** True where the screen says already that the project is closed and opened again, which mends all. */
  readonly isReopened?: boolean;
}

/** As many facts of one kind are told. */
const MOST_FACTS = 6;

const MOST_PORTS = 8;

export function storyOf(cause: Cause, telling: Telling): Story {
  return {
    sentence: sentenceOf(cause, telling),
    explanations: explanationsOf(cause),
    facts: factsOf(cause, telling),
    ...remedyOf(cause, telling),
  };
}

function sentenceOf(cause: Cause, { notRead = [], all = [] }: Telling): string {
  const [first] = cause;
  const { state, broken, name } = first;
  const dead = broken === undefined ? cause.length : passing(all, broken, cause.length);
  const count = counted(dead, 'link');
  if (broken !== undefined) {
    const isStarted = nodesOf(cause, broken.node).some(({ status }) => status === 'started');
    const anyway = isStarted ? `, though GNS3 says that ${broken.node} is started` : '';
    return `${programOf(broken)} has ended: ${count} ${dead === 1 ? 'is' : 'are'} dead${anyway}`;
  }
  const host = faultyHop(first)?.host;
  if (state === 'UNKNOWN' && host !== undefined && notRead.includes(host))
    return `${count} not known: ${host} was not read`;
  const deaths = cause.flatMap((link) => (link.deaths ?? []).map((death) => deathText(link, death)));
  if (state === 'ONE-WAY' && deaths.length > 0) return `${name}: ${deaths.join('; ')}`;
  if (cause.length === 1) return `${name}: ${remark(first)}`;
  if (state === 'UNKNOWN') return `${count} not known: ${remark(first)}`;
  const holder = faultyHop(first)?.holder;
  if (holder !== undefined && (state === 'FOREIGN' || state === 'ORPHAN')) {
    const ports = cause.map((link) => String(faultyHop(link)?.localPort ?? '?'));
    const left = state === 'ORPHAN' ? ', left by a server that is gone,' : '';
    return `${holder}${left} has ports ${someOf(ports, MOST_PORTS)} of ${count}`;
  }
  return `${count}: ${remark(first)}`;
}

/** Links that pass a program that has ended, also those that are told with another that has ended too. */
function passing(all: readonly LiveLink[], { program, node }: NonNullable<LiveLink['broken']>, least: number): number {
  const passes = all.filter(({ hops }) =>
    hops.some((hop) => hop.fault === 'process ended' && hop.program === program && hop.node === node),
  );
  return Math.max(least, passes.length);
}

function nodesOf(cause: Cause, node: string): LiveEnd[] {
  return cause.flatMap(({ a, b }) => [a, b]).filter((end) => end.node === node);
}

/** What was expected and what is there; why GNS3 does not say it. */
function explanationsOf(cause: Cause): string[] {
  const [{ state, broken, hops }] = cause;
  const names = `${cause.length === 1 ? 'This link' : 'Each of these links'}`;
  switch (state) {
    case 'BROKEN':
      return broken === undefined
        ? []
        : [
            `${names} passes ${programOf(broken)}, which does not run. GNS3 starts it and does not look after it: the state of a node stays "started" whatever becomes of its processes.`,
          ];
    case 'ORPHAN':
      return [
        'A server that was killed leaves its processes behind. The next server does not know them, and gives their ports out again: two sockets then have one port.',
      ];
    case 'ONE-WAY':
      return hops.length === 0
        ? []
        : ['Frames leave one hop and do not come in at the next, by two readings of the counters.'];
    case 'UNKNOWN':
      return ['A link that was not seen to its end is neither called well nor broken.'];
    default:
      return [];
  }
}

function factsOf(cause: Cause, { timeText }: Telling): string[] {
  const [{ broken }] = cause;
  const hops = cause.flatMap((link) => link.hops.map((hop) => ({ link, hop })));
  const absent = hops.flatMap(({ hop }) =>
    hop.isPresent || hop.localPort === undefined ? [] : [String(hop.localPort)],
  );
  const faults = hops.flatMap(({ link, hop }) => {
    const text = hop.isPresent || hop.fault === 'not seen' ? faultOf(hop) : undefined;
    return text === undefined ? [] : [`${link.name}: ${text}`];
  });
  const all = [
    ...(broken?.lastWords === undefined ? [] : [`its log ends with "${broken.lastWords}"`]),
    ...(broken?.atMs === undefined
      ? []
      : [`its log was last written at ${timeText(broken.atMs)}: it ended then, or later`]),
    ...(absent.length === 0 ? [] : [`no socket on ${someOf(absent, MOST_PORTS)}`]),
    ...faults,
    ...cause.flatMap((link) => (link.deaths ?? []).map((death) => `${link.name}: ${deathText(link, death)}`)),
    ...cause.flatMap(({ complaints = [] }) => complaints.map(complaintText)),
  ];
  const facts = [...new Set(all)];
  const more = facts.length - MOST_FACTS;
  return more > 0 ? [...facts.slice(0, MOST_FACTS), `and ${counted(more, 'more fact')} of that kind`] : facts;
}

/** What uBridge means: the words are those of the kernel. */
function complaintText(complaint: string): string {
  const meaning = /Connection refused/.test(complaint)
    ? ': no socket has the port that it sends to'
    : /Network is unreachable/.test(complaint)
      ? ': there was no route to the other host'
      : '';
  return `ubridge.log says "${complaint}"${meaning}`;
}

type Remedy = Pick<Story, 'remedy' | 'commands'>;

const REOPEN = 'close the project in GNS3 and open it again';

/** True for a cause that only a project which is opened again mends, and that mends what else has ended. */
export function needsReopening(cause: Cause): boolean {
  return cause[0].state === 'BROKEN' && broughtBack(cause).startsWith(REOPEN);
}

/** What an opening of the project mends: all of the server's own processes and sockets. */
const MENDED_BY_OPENING: ReadonlySet<string> = new Set(['BROKEN', 'SELF', 'CROSSED', 'HALF-OPEN', 'MISSING']);

function remedyOf(cause: Cause, { firewall, isReopened }: Telling): Remedy {
  if (isReopened && MENDED_BY_OPENING.has(cause[0].state) && !needsReopening(cause)) return { commands: [] };
  const [first] = cause;
  const hop = faultyHop(first);
  switch (first.state) {
    case 'BROKEN':
      return { remedy: broughtBack(cause), commands: [] };
    case 'ORPHAN':
      return { remedy: `end it; ${again(cause, 'then')}`, commands: killsOf(cause) };
    case 'FOREIGN':
      return {
        remedy: `stop ${hop?.holder ?? 'the program that has the port'}; ${again(cause, 'then')}`,
        commands: [],
      };
    case 'SHARED':
      return unshared(cause);
    case 'STALLED':
      return unstalled(first);
    case 'ONE-WAY':
      return lostBetween(first, firewall);
    case 'UNKNOWN':
      return { commands: [] };
    default:
      return { remedy: again(cause), commands: [] };
  }
}

/** Seen for VPCS and routers (docs/GNS3.md); a project that is opened makes all its processes anew. */
function broughtBack(cause: Cause): string {
  const [{ broken }] = cause;
  if (broken === undefined) return again(cause);
  const { node, nodeType, program } = broken;
  if (nodeType === 'vpcs') return `stop ${node} in GNS3 and start it again`;
  const reopen = `${REOPEN}, which starts all its processes anew`;
  if (nodeType !== 'dynamips' || program !== 'ubridge') return reopen;
  return `delete all links of ${node} in GNS3, and only then make them again; or close the project and open it again. Stopping and starting ${node} does not start its uBridge`;
}

/** How a link gets its sockets anew. */
function again(cause: Cause, then = ''): string {
  const [first] = cause;
  const vpcs = cause.flatMap(({ a, b }) => [a, b]).filter(({ nodeType }) => nodeType === 'vpcs');
  const start = then === '' ? '' : `${then} `;
  const missing = faultyHop(first);
  const ofVpcs = vpcs.filter(({ node }) => node === missing?.node).map(({ node }) => node);
  if (ofVpcs.length > 0) return `${start}stop ${listed([...new Set(ofVpcs)])} in GNS3 and start it again`;
  return `${start}delete ${cause.length === 1 ? 'the link' : 'these links'} in GNS3 and make ${cause.length === 1 ? 'it' : 'them'} again`;
}

function killsOf(cause: Cause): string[] {
  const pids = cause.flatMap(({ hops }) =>
    hops.flatMap(({ fault, holderPid }) => (fault === 'orphan' && holderPid !== undefined ? [holderPid] : [])),
  );
  return pids.length === 0 ? [] : [`kill ${[...new Set(pids)].join(' ')}`];
}

/**
 * GNS3 gives the lowest free port out, and the server does not know of this one: a link that is made again
 * gets it again, and a VPCS keeps the ports of its link (docs/GNS3.md, "States"). The other program has to
 * go.
 */
function unshared(cause: Cause): Remedy {
  const hop = faultyHop(cause[0]);
  if (hop?.holder === undefined || hop.holderPid === undefined) return { remedy: again(cause), commands: [] };
  return {
    remedy: `close the project to which ${hop.holder} belongs, if it is open; if it was deleted, end the program. The link needs nothing else, and made again it would get the same port:`,
    commands: [`kill ${hop.holderPid}`],
  };
}

function unstalled(link: LiveLink): Remedy {
  const hop = faultyHop(link);
  if (hop?.fault === 'process stopped') return { remedy: 'let it run:', commands: [`kill -CONT ${hop.pid ?? 'PID'}`] };
  if (hop?.fault === 'process traced') return { remedy: `end the debugger of pid ${hop.pid ?? '?'}`, commands: [] };
  const program = hop === undefined ? 'the program' : programName(hop.program);
  if (hop?.fault === 'bridge stopped') return { remedy: 'delete the link in GNS3 and make it again', commands: [] };
  const node = hop?.node ?? link.a.node;
  return {
    remedy: `start ${node} in GNS3; if it runs, ${program} hangs: stop ${node} and start it again`,
    commands: [],
  };
}

function lostBetween({ hops, deaths = [] }: LiveLink, firewall: string | undefined): Remedy {
  const [death] = deaths;
  const [from, to] = [hops[death?.after ?? -1], hops[death?.before ?? -1]];
  if (from === undefined || to === undefined) return { commands: [] };
  if (from.host === to.host) {
    return {
      remedy: `look for a rule of ${to.host}'s firewall that drops UDP on the loopback, to port ${to.localPort ?? '?'}`,
      commands: [],
    };
  }
  return {
    remedy: `let UDP from ${from.host} in at ${to.host}, port ${to.localPort ?? '?'}:`,
    commands: firewall === undefined ? [] : [firewall],
  };
}
