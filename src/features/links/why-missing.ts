import type { OpenFiles } from '../../core/kernel/open-files.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { holderName } from '../../core/sockets/holder-name.ts';
import type { HostView, Located } from '../../core/sockets/host-view.ts';
import { strangeHypervisors } from '../../core/sockets/strange-hypervisors.ts';
import { someOf } from '../../core/text/listed.ts';
import { dynamipsCommands, startAdvice } from '../../core/words/start-hypervisor.ts';
import { presentEnd } from './link-end.ts';
import type { Absence, ObservedLink, WhyAbsent } from './link-table.ts';
import type { MatchedEnd } from './matched-end.ts';
import { type StillLoaded, saveFirst } from './still-loaded.ts';
import { REFUSAL } from './verdicts.ts';

/** Why a socket is not there, and what to do: as fields, and in sentences. */
export interface WhyMissing extends Pick<ObservedLink, 'holder'> {
  readonly absence: Absence;
  readonly reason: string;
  readonly remedy: string;
}

/** What reasons and remedies say of the labs as a whole. */
export interface AboutLabs {
  /** The labs as words of a command line. */
  readonly files: string;
  /** What is there of them. */
  readonly loaded: readonly StillLoaded[];
}

/** Why the sockets of ends are not there, as far as it can be told from here. */
export function whyMissing(ends: readonly MatchedEnd[], { files, loaded }: AboutLabs): WhyMissing {
  const down = ends.filter(({ isHypervisorDown }) => isHypervisorDown);
  if (down.length > 0) return notRunning(down, loaded);
  const exhausted = ends.find((end) => isExhausted(end, ends));
  if (exhausted?.openFiles !== undefined) return outOfDescriptors(exhausted, exhausted.openFiles);
  const held = ends.find(({ holder }) => holder !== undefined);
  if (held?.holder !== undefined) return portHeld(held, held.holder, files);
  if (ends.every(({ expected }) => expected.owner === 'ubridge')) {
    return {
      absence: absenceOf('no ubridge', ends),
      reason: 'uBridge has no such socket: it has ended, or it was refused the port.',
      remedy: 'stop the router and start it again: GNS3 starts its uBridge with it',
    };
  }
  const taken = ends.find(({ stranger }) => stranger !== undefined);
  if (taken?.stranger !== undefined) return controlPortTaken(taken, taken.stranger);
  const empty = ends.filter(({ isHypervisorEmpty }) => isHypervisorEmpty);
  if (empty.length > 0) return notLoaded(empty, loaded);
  const hypervisors = hypervisorsOf(ends);
  const names = someOf(hypervisors.map(({ name }) => name));
  const verb = hypervisors.length === 1 ? 'runs' : 'run';
  return {
    absence: absenceOf('not made', ends),
    reason: `${names === '' ? 'The hypervisor' : names} ${verb}, but ${ends.length > 1 ? 'these NIOs are' : 'this NIO is'} not there: refused, deleted, or the lab was not loaded to the end.`,
    remedy: `${saveFirst(loaded)}load the lab again, and look at the answers of the hypervisor`,
  };
}

function notLoaded(ends: readonly MatchedEnd[], loaded: readonly StillLoaded[]): WhyMissing {
  const hypervisors = hypervisorsOf(ends);
  const names = someOf(hypervisors.map(({ name }) => name));
  return {
    absence: absenceOf('not loaded', ends),
    reason: `${names} ${hypervisors.length === 1 ? 'runs' : 'run'} without any NIO: the lab is not loaded there.`,
    remedy: `${saveFirst(loaded)}load the lab`,
  };
}

/** By its name alone: a hypervisor may be called otherwise. */
function controlPortTaken(end: MatchedEnd, program: string): WhyMissing {
  const { name, host, port } = end.expected.hypervisor;
  return {
    absence: absenceOf('control port in use', [end]),
    reason: `TCP port ${port} of ${host} is in use by ${program}, which by its name is not a hypervisor, and has no UDP socket.`,
    remedy: `stop ${program}, start hypervisor ${name}, and load the lab; if ${program} is the hypervisor, load the lab`,
  };
}

function absenceOf(why: WhyAbsent, ends: readonly MatchedEnd[]): Absence {
  const hypervisors = hypervisorsOf(ends).map(({ kind, host, port, name }) => ({ kind, host, port, name }));
  return { why, hypervisors };
}

function hypervisorsOf(ends: readonly MatchedEnd[]): Hypervisor[] {
  return [...new Set(ends.map(({ expected }) => expected.hypervisor))];
}

/** True if a hypervisor has no room for the client that loads the lab and for what is missing of it. */
function isExhausted({ openFiles, expected }: MatchedEnd, ends: readonly MatchedEnd[]): boolean {
  if (openFiles === undefined) return false;
  const missing = ends.filter((one) => one.found === undefined && one.expected.hypervisor === expected.hypervisor);
  return openFiles.open + 1 + missing.length > openFiles.limit;
}

function notRunning(ends: readonly MatchedEnd[], loaded: readonly StillLoaded[]): WhyMissing {
  const down = hypervisorsOf(ends);
  const places = down.map(({ host, port }) => `TCP port ${port} of ${host}`).join(', nor on ');
  const running = [...new Set(ends.flatMap(({ view }) => (view === undefined ? [] : strangersOn(view))))];
  const areDynamips = down.every(({ kind }) => kind === 'dynamips');
  // Where a part of the lab is there, it may have been started, and have ended.
  const state = loaded.length > 0 ? (down.length === 1 ? 'does not run' : 'do not run') : notStarted(down);
  const others = areDynamips && running.length > 0 ? ` ${someOf(running)}.` : '';
  return {
    absence: absenceOf('not started', ends),
    reason: `Nothing listens on ${places}: ${down.length === 1 ? `that ${nounOf(down)}` : `those ${nounOf(down)}s`} ${state}.${others}`,
    remedy: areDynamips
      ? `${saveFirst(loaded)}start ${loaded.length === 0 ? pronounOf(down) : someOf(down.map(({ name }) => name))}: ${dynamipsCommands(down)}; then load the lab${others === '' ? '' : ', or write the address of the one that runs'}`
      : down.map(startAdvice).join('; '),
  };
}

/** Hosts with those that run there: very many links may ask. */
const STRANGERS = new WeakMap<HostView, readonly string[]>();

/** The hypervisors on a host that are none of the lab's, once those of the lab are known. */
function strangersOn(view: HostView): readonly string[] {
  const known = STRANGERS.get(view) ?? strangeHypervisors(view);
  STRANGERS.set(view, known);
  return known;
}

function notStarted({ length }: readonly Hypervisor[]): string {
  return length === 1 ? 'is not started' : 'are not started';
}

function pronounOf({ length }: readonly Hypervisor[]): string {
  return length === 1 ? 'it' : 'them';
}

function nounOf(down: readonly Hypervisor[]): string {
  if (down.every(({ kind }) => kind === 'gns3')) return 'server';
  return down.every(({ kind }) => kind !== 'dynamips' && kind !== 'gns3') ? 'wrapper' : 'hypervisor';
}

function outOfDescriptors(end: MatchedEnd, { open, limit }: OpenFiles): WhyMissing {
  const { name } = end.expected.hypervisor;
  return {
    absence: absenceOf('no descriptors', [end]),
    reason: `${name} has ${open} of ${limit} descriptors open, and refuses NIOs with 206 whatever their ports are.`,
    remedy: `start ${name} again, and load the lab; if the lab itself needs that many, with a higher limit: ulimit -n`,
  };
}

/** The port of a written NIO is changed where it is written; another comes from a base. */
function portHeld(matched: MatchedEnd, socket: Located, files: string): WhyMissing {
  const { expected: end, isHolderOfLab, holderInLab } = matched;
  const { explicit, device, interface: name, hypervisor: expected } = end;
  const holder = presentEnd(socket, holderInLab === undefined ? {} : { hypervisor: holderInLab });
  const hypervisor = holder.hypervisor === undefined ? '' : `${holder.hypervisor}, `;
  const others = `stop ${holderName(holder)}, or move the base UDP of ${expected.name} away from port ${holder.localPort}`;
  return {
    absence: absenceOf('port in use', [matched]),
    holder,
    reason: `UDP port ${holder.localPort} is in use by ${hypervisor}${holderName(holder)}: ${REFUSAL}.`,
    remedy: explicit
      ? `write another local port at ${device} ${name}, and the same at its far end`
      : !isHolderOfLab
        ? others
        : `give every hypervisor of this host a base UDP of its own; \`niostat check ${files}\` says which`,
  };
}
