import { familyOf } from '../../core/address/ip-address.ts';
import { GRADE_WORDS } from '../../core/kernel/grade.ts';
import type { Origin } from '../../core/kernel/systems/statement.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import { holderName } from '../../core/sockets/holder-name.ts';
import { isToldPeerOf, type ToldPeer } from '../../core/sockets/told-peer.ts';
import { counted } from '../../core/text/counted.ts';
import { endCommand } from '../../core/text/system-commands.ts';
import { endName, hostText } from './link-end.ts';
import type { LinkEnd, ObservedLink, Unread } from './link-table.ts';

/** What a link came to: its state with the reasons. The caller adds the ends. */
export type LinkJudgement = Pick<
  ObservedLink,
  'state' | 'receiver' | 'holder' | 'absence' | 'notRead' | 'forwarder' | 'evidence' | 'explanation' | 'remedy'
>;

/** What becomes of an end whose port another socket has. */
export const REFUSAL = 'Dynamips up to 0.2.17 answers "206-unable to create UDP NIO" then';

/** The labs as words of a command line where none was given: the user's own take that place. */
export const NO_FILES = 'LAB';

/** What finds a base UDP that no other hypervisor of the host has. */
function freeBase(files: string): string {
  return `\`niostat check ${files}\` names a free one`;
}

/**
 * The two ends of the row say the rest. One object for all, because a large lab has tens of thousands of such
 * links.
 */
export const ESTABLISHED: LinkJudgement = {
  state: 'ESTABLISHED',
  evidence: ['each end is connected to the address and port of the other'],
  explanation: '',
};

/** `b` has no peer and takes datagrams from anybody, as VPCS does; `told` is where it sends to, if known. */
function establishedOneSided(a: LinkEnd, b: LinkEnd, told: ToldPeer | undefined): LinkJudgement {
  const takes = `${socketText(a)} points at port ${b.localPort} of ${holderName(b)}, which takes datagrams from every sender`;
  const sends = told === undefined ? 'is not known' : `by its command line is ${told.host}:${told.port}`;
  return { state: 'ESTABLISHED', evidence: [takes, `where that one sends ${sends}`], explanation: '' };
}

/** `a` points at `b`, which has no peer and by its command line sends to `told`, where `a` is not. */
function sendsElsewhere(a: LinkEnd, b: LinkEnd, told: ToldPeer): LinkJudgement {
  const who = holderName(b);
  return {
    state: 'CROSSED',
    holder: b,
    evidence: [
      `${socketText(a)} points at port ${b.localPort} of ${who}`,
      `by its command line ${who} sends from port ${b.localPort} to ${told.host}:${told.port}`,
    ],
    explanation: `What ${endName(a)} sends arrives at port ${b.localPort} of ${who}, but that one sends to ${told.host}:${told.port}, and ${endName(a)} has ${a.localAddress}:${a.localPort}: nothing comes back.`,
    remedy: `start ${b.process ?? 'it'} again with ${told.optionFor(a.localPort)} and the address ${a.localAddress}, or give ${endName(a)} local port ${told.port}`,
  };
}

/** The link of `a` to `b`, a socket without a peer, by where that one sends. */
export function oneSided(a: LinkEnd, b: LinkEnd, told: ToldPeer | undefined): LinkJudgement {
  return told === undefined || isToldPeerOf(told, a) ? establishedOneSided(a, b, told) : sendsElsewhere(a, b, told);
}

/** `socket` is connected to itself; `other` is the end that should be there instead. */
export function selfConnected(socket: LinkEnd, other: LinkEnd | undefined, files = NO_FILES): LinkJudgement {
  const evidence = [`${socketText(socket)} has its own address and port as its peer`];
  if (other === undefined) {
    return {
      state: 'SELF',
      evidence,
      explanation: `${endName(socket)} is connected to itself: every frame that it sends comes back to it. Probably two hypervisors have the same base UDP, and the other end was refused: ${REFUSAL}.`,
      remedy:
        'look again with the lab: `niostat links LAB` names the end that is missing, `niostat check LAB` a free base UDP',
    };
  }
  const who = endName(other);
  return {
    state: 'SELF',
    evidence,
    explanation: `${endName(socket)} is connected to itself: every frame that it sends comes back to it, and ${who} has no socket. Both ends were given port ${socket.localPort}, because both hypervisors have the same base UDP; ${REFUSAL}, and the second end was never made.`,
    remedy: `give the hypervisor of ${who} another base UDP, and load the lab again; ${freeBase(files)}`,
  };
}

/** Of two hypervisors with one base it is enough to change one. */
function otherBases(files: string, sockets: readonly LinkEnd[]): string {
  const names = [...new Set(sockets.map(({ hypervisor }) => hypervisor))];
  const [, second] = names;
  if (names.length === 2 && !names.includes(undefined))
    return `give ${second} another base UDP, and load the lab again; ${freeBase(files)}`;
  return `give each hypervisor of this host another base UDP, and load the lab again; ${freeBase(files)}`;
}

/** Which of several sockets receives, and from where that is known. */
interface KnownReceiver extends Origin {
  readonly order: 'newest' | 'oldest';
}

/** Sockets that get nothing: those that are named, and how many more there are. */
interface Starving {
  readonly ends: readonly LinkEnd[];
  readonly unnamed: number;
}

/** `receiver` and all that starve have the same four values. */
export function shared(
  receiver: LinkEnd,
  { ends, unnamed }: Starving,
  { order, grade, place }: KnownReceiver,
  files = NO_FILES,
): LinkJudgement {
  const origin = grade === 'seen' ? '' : ` (${GRADE_WORDS[grade]}: ${place})`;
  const more = unnamed === 0 ? '' : ` and ${unnamed} more`;
  const names = ends.map((end) => `${endName(end)} of ${holderName(end)}`).join(' and ') + more;
  const own = receiver.localPort === receiver.remotePort ? ', its own among them' : '';
  const winner = `${endName(receiver)} of ${holderName(receiver)}`;
  return {
    state: 'SHARED',
    receiver,
    evidence: [
      `${socketText(receiver)}: ${order}, receives`,
      ...ends.map((end) => `${socketText(end)}: receives nothing`),
      ...(unnamed === 0 ? [] : [`${unnamed} more: receive nothing`]),
    ],
    explanation: `${1 + ends.length + unnamed} sockets have the same addresses and ports. The ${order}, ${winner}, receives every frame${own}${origin}; ${names} ${ends.length + unnamed === 1 ? 'receives' : 'receive'} nothing. Dynamips from 0.2.18 on sets SO_REUSEADDR and reports no error for such sockets.`,
    remedy: otherBases(files, unnamed === 0 ? [receiver, ...ends] : []),
  };
}

interface SharedByUnknown {
  readonly isOrdered: boolean;
  readonly unnamed: number;
  readonly system: OperatingSystem;
  readonly files?: string;
}

/**
 * The same where it is not known who receives; `isOrdered`: the one that was bound last is the first, and, if
 * none is `unnamed`, the one that was bound first is the last.
 */
export function sharedByUnknown(
  sockets: readonly LinkEnd[],
  { isOrdered, unnamed, system, files = NO_FILES }: SharedByUnknown,
): LinkJudgement {
  const order = new Map([[0, ': bound last']]);
  if (unnamed === 0) order.set(sockets.length - 1, ': bound first');
  return {
    state: 'SHARED',
    evidence: [
      ...sockets.map((end, index) => `${socketText(end)}${(isOrdered && order.get(index)) || ''}`),
      ...(unnamed === 0 ? [] : [`${unnamed} more`]),
    ],
    explanation: `${sockets.length + unnamed} sockets have the same addresses and ports. ${UNDECIDED[system]}`,
    remedy: otherBases(files, unnamed === 0 ? sockets : []),
  };
}

const UNDECIDED: Readonly<Record<OperatingSystem, string>> = {
  linux: 'One of them receives all frames; which one could not be determined here.',
  windows:
    'Which of them receives on Windows is not known: `niostat kernel --write FILE` tries it on that host, and `--kernel FILE` uses the answer.',
  darwin:
    'By its source macOS refuses the second of such sockets (XNU bsd/netinet/in_pcb.c), so what it does with them is not known: `niostat kernel --write FILE` tries it on that host.',
};

/** Why a socket is not there: fields of the row, and sentences. */
export type WhyAbsentText = Pick<ObservedLink, 'absence' | 'holder'> & {
  readonly reason: string;
  readonly remedy: string;
};

/** `present` is there, `missing` is not; `reason` says what is known about why. */
export function halfOpen(
  present: LinkEnd,
  missing: LinkEnd,
  { reason, remedy, ...facts }: WhyAbsentText,
): LinkJudgement {
  return {
    state: 'HALF-OPEN',
    ...facts,
    evidence: [`${socketText(present)} is there`, `no socket on ${portText(missing)} points back`],
    explanation: `${endName(present)} sends to ${portText(missing)}, and no socket there is connected to it. ${reason}`,
    remedy,
  };
}

/** Neither of `ends` is there; `reason` says what is known about why. */
export function missing(ends: readonly LinkEnd[], { reason, remedy, ...facts }: WhyAbsentText): LinkJudgement {
  return {
    state: 'MISSING',
    ...facts,
    evidence: ends.map((end) => `no socket on ${portText(end)}`),
    explanation: `${ends.map((end) => `${endName(end)} needs UDP port ${end.localPort}`).join(' and ')}, and no such socket is there. ${reason}`,
    remedy,
  };
}

/** The hypervisor of `end` runs, and cannot make its NIO: its peer's name has no address. */
export function withoutAddress(end: LinkEnd): LinkJudgement {
  const { hypervisor, remoteAddress: name, localPort } = end;
  return {
    state: 'MISSING',
    evidence: [`no socket on ${portText(end)}`, `${name} has no address`],
    absence: { why: 'no address', hypervisors: [] },
    explanation: `${endName(end)} is not there: the name ${name} has no address on this host, and ${hypervisor} answers "206-unable to create UDP NIO" then. UDP port ${localPort} stays free.`,
    remedy: `correct the name, write the address instead, or add ${name} to the hosts file of this host; then load the lab again`,
  };
}

/** `holder` has the port that `wanting` needs. */
export function foreign(wanting: LinkEnd, holder: LinkEnd): LinkJudgement {
  const who = holderName(holder);
  return {
    state: 'FOREIGN',
    holder,
    evidence: [`UDP port ${holder.localPort} of ${hostText(holder)} is in use by ${who}`],
    explanation: `${endName(wanting)} needs UDP port ${holder.localPort}, which is in use by ${who}, a program that is not the lab's. ${REFUSAL}; newer ones are refused too unless that program shares its port.`,
    remedy: `stop ${who}, or give the hypervisor a base UDP whose ports do not reach ${holder.localPort}`,
  };
}

/** `holder` is an emulator of a GNS3 server that is gone, on the port that `wanting` needs. */
export function heldByLeftOver(wanting: LinkEnd, holder: LinkEnd): LinkJudgement {
  const who = holderName(holder);
  return {
    state: 'FOREIGN',
    holder,
    evidence: [
      `UDP port ${holder.localPort} of ${hostText(holder)} is in use by ${who}`,
      `the program that started ${who} is gone`,
    ],
    explanation: `${endName(wanting)} needs UDP port ${holder.localPort}, which is in use by ${who}, left over from a GNS3 server that does not run any more. A server gives the port out again where its holder shares it, and then the frames go to the wrong one.`,
    remedy: `if it is not in use, end it before the project is opened: \`${endCommand([holder.pid], { isHere: holder.host === 'localhost' })}\``,
  };
}

/** What more is known of a socket that is connected elsewhere. */
export interface Target {
  /** True if the lab writes its ports out, and no base gives them. */
  readonly isWritten: boolean;
  /** True if it has another end that points back. */
  readonly isPaired: boolean;
}

/** `end` sends to `target`, whose socket is connected to another one. */
export function crossed(end: LinkEnd, target: LinkEnd, { isWritten, isPaired }: Target): LinkJudgement {
  const [here, there] = [endName(end), targetName(end, target)];
  const where = `port ${target.localPort} of ${holderName(target)}`;
  const refused = `${here} sends to ${where}, where ${there} takes frames from ${target.remoteAddress}:${target.remotePort} only: they are refused.`;
  return {
    state: 'CROSSED',
    holder: target,
    evidence: [`${socketText(end)} points at ${portText(target)}`, `${socketText(target)} points elsewhere`],
    explanation: isPaired
      ? `${refused} ${capital(there)} has another end, which points back at it: ${here} has the wrong number.`
      : `${refused} ${capital(there)} sends to port ${target.remotePort}, and ${here} listens on port ${end.localPort}: of one link these two numbers must be equal.`,
    remedy: !isWritten
      ? 'look again with the lab: `niostat links LAB` says whose port it is, `niostat check LAB` whether ranges grow into each other'
      : isPaired
        ? `write at ${here} the port on which its other end listens, instead of ${target.localPort}`
        : `write ${end.localPort} instead of ${target.remotePort} at ${there}, if ${here} is its other end`,
  };
}

function targetName(end: LinkEnd, target: LinkEnd): string {
  const name = endName(target);
  return name === endName(end) ? `the socket on port ${target.localPort}` : name;
}

function capital(text: string): string {
  return text.replace(/^the /, 'The ');
}

/**
 * `sender` points at `deaf`, whose peer has port 0: the kernel gives it what comes from any port of that
 * address, and it sends to nobody (docs/FACTS.md, "Addresses and names").
 */
export function towardsPortZero(sender: LinkEnd, deaf: LinkEnd): LinkJudgement {
  return {
    state: 'ONE-WAY',
    evidence: [`${socketText(sender)} points at ${portText(deaf)}`, `${socketText(deaf)}: its peer has port 0`],
    explanation: `What ${endName(sender)} sends arrives at ${endName(deaf)}, which takes frames from any port of ${deaf.remoteAddress} because it is connected to port 0. What ${endName(deaf)} sends arrives nowhere.`,
    remedy: `give ${endName(deaf)} the peer port ${sender.localPort}: a port from 1 to 65535`,
  };
}

/** The peer of `end` has port 0, and nothing points at it. */
export function alonePortZero(end: LinkEnd): LinkJudgement {
  return {
    state: 'HALF-OPEN',
    evidence: [`${socketText(end)}: its peer has port 0`, `no socket of ${end.remoteAddress} points back`],
    explanation: `${endName(end)} is connected to port 0 of ${end.remoteAddress}: what it sends arrives nowhere, it takes frames from any port of that address, and no socket sends any.`,
    remedy: 'give it the port of its peer, from 1 to 65535',
  };
}

/** `a` points at a port of VPCS that no PC has: its relay's. */
export function towardsRelay(a: LinkEnd, b: LinkEnd): LinkJudgement {
  const who = holderName(b);
  return {
    state: 'UNKNOWN',
    evidence: [
      `${socketText(a)} points at port ${b.localPort} of ${who}`,
      `by its command line no PC of ${who} has it`,
    ],
    explanation: `${endName(a)} sends to port ${b.localPort} of ${who}, the port of its relay, which no PC has. Whether the relay passes frames on, and where to, is not known.`,
    remedy: `"relay show" in ${who} says; if ${endName(a)} should not meet ${b.process ?? 'it'}, give its link other ports`,
  };
}

/**
 * The socket of `end` is there and points elsewhere than the lab says. `far` is its other end; `owner` is
 * the end of the lab that it points at instead.
 */
export function misdirected(end: LinkEnd, expected: LinkEnd, far: LinkEnd | undefined, owner?: LinkEnd): LinkJudgement {
  const [here, there] = [endName(expected), far === undefined ? undefined : endName(far)];
  const isOtherPort = end.remotePort !== expected.remotePort;
  const [isAt, shouldBe] = isOtherPort
    ? [`port ${end.remotePort}`, `port ${expected.remotePort}`]
    : [`${end.remoteAddress}`, `${expected.remoteAddress}`];
  const owned = owner === undefined ? '' : `, the port of ${endName(owner)}`;
  const numbers =
    there === undefined
      ? `${here} sends to ${isAt}${owned}, and the lab says ${shouldBe}.`
      : `${here} sends to ${isAt}${owned}, and ${there} ${isOtherPort ? 'listens on' : 'has'} ${shouldBe}: these two must be equal.`;
  return {
    state: 'CROSSED',
    holder: end,
    evidence: [`${socketText(end)} should point at ${expected.remoteAddress}:${expected.remotePort}`],
    explanation: `${numbers} What ${here} sends does not arrive at ${there ?? 'its other end'}, and what that one sends is refused: a connected socket takes frames from its own peer only.`,
    remedy: `make the NIO of ${here} again with ${isOtherPort ? 'remote port' : 'remote host'} ${isOtherPort ? expected.remotePort : expected.remoteAddress}; if the lab file was changed since the start, load the lab again`,
  };
}

/** Both ends are there, with addresses that cannot be each other's. */
export function unreachable(a: LinkEnd, b: LinkEnd): LinkJudgement {
  const isOneHost = a.host === b.host;
  return {
    state: 'UNREACHABLE?',
    evidence: [`${socketText(a)} on ${hostText(a)}`, `${socketText(b)} on ${hostText(b)}`],
    explanation: `Both ends are there, ${isOneHost ? 'on one machine under two addresses' : 'on two hosts'}, but the addresses do not fit: ${endName(a)} sends from ${a.localAddress} to ${a.remoteAddress}, ${endName(b)} from ${b.localAddress} to ${b.remoteAddress}. ${whyUnfit(a, b)}`,
    remedy: isOneHost
      ? 'write the same address for both hypervisors, such as 127.0.0.1, and load the lab again'
      : remedyBetweenHosts(a, b),
  };
}

function whyUnfit(a: LinkEnd, b: LinkEnd): string {
  const [familyA, familyB] = [familyOf(a.localAddress), familyOf(b.localAddress)];
  if (familyA !== familyB) {
    return `One socket is IPv${familyA}, the other IPv${familyB}: they never meet. Dynamips takes the first address of a name, and in many hosts files the first one of localhost is ::1.`;
  }
  return 'A connected socket takes only what comes from the very address that it sends to.';
}

/** Between hosts, whose addresses differ decides whose has to be written differently. */
function remedyBetweenHosts(a: LinkEnd, b: LinkEnd): string {
  const [sender, expecting] = a.localAddress === b.remoteAddress ? [b, a] : [a, b];
  return `write ${sender.localAddress} instead of ${expecting.remoteAddress} as the host of ${sender.hypervisor ?? sender.host}, if the other host can reach it, and not localhost; if ${expecting.remoteAddress} is right, look for NAT between the hosts`;
}

/** The sockets have the right ports, on a system that does not tell with whom UDP sockets are connected. */
export function peersHidden(ends: readonly LinkEnd[]): LinkJudgement {
  return {
    state: 'UNKNOWN',
    evidence: ends.map((end) => `UDP port ${end.localPort} of ${hostText(end)} is open`),
    explanation:
      'The sockets are there, but this system does not tell the peer of a UDP socket: whether they point at each other could not be determined.',
    remedy: 'ask the hypervisors for their counters while something is sent: `niostat probe`',
  };
}

/**
 * `here` has another source address than `expected`, to which the far end is connected: it takes nothing from
 * here, and sends to an address that `here` does not have.
 */
export function otherSource(here: LinkEnd, far: LinkEnd, expected: string): LinkJudgement {
  return {
    state: 'UNREACHABLE?',
    evidence: [`${socketText(here)} on ${hostText(here)}`, `${endName(far)} is to be connected to ${expected}`],
    explanation: `${endName(here)} sends from ${here.localAddress}, the address that this host's route to ${here.remoteAddress} gives, and the lab tells ${endName(far)} to take frames from ${expected} only: nothing passes, either way, and no error is shown.`,
    remedy: `write ${here.localAddress} instead of ${expected} as the host of the hypervisor, or add "src ${expected}" to the route: \`ip route get ${here.remoteAddress}\``,
  };
}

/** The control port of an end's hypervisor is passed on to another host. */
export function forwarded(end: LinkEnd, forwarder: string): LinkJudgement {
  return {
    state: 'UNKNOWN',
    forwarder,
    evidence: [`${forwarder} listens on the control port of ${end.hypervisor ?? end.host}`],
    explanation: `${forwarder} passes ${end.hypervisor ?? end.host} on to another host: its NIOs are there, and no sockets of that host were read.`,
    remedy: 'run `niostat links` on the host at its far end, or name that host in the lab and read it with --ssh',
  };
}

/** The host of an end was not read. */
export function unknown(unread: LinkEnd, known: LinkEnd | undefined): LinkJudgement {
  const seen = known === undefined ? '' : `${endName(known)} is there. `;
  return {
    state: 'UNKNOWN',
    notRead: unread.host,
    evidence: [`the sockets of ${unread.host} were not read`],
    explanation: `${seen}The other end is on ${unread.host}, whose sockets were not read.`,
    remedy: `read that host too: \`niostat links\` with \`--ssh\` or \`--host ${unread.host}\``,
  };
}

/** `socket` is there without a peer. */
export function unconnected(socket: LinkEnd): LinkJudgement {
  return {
    state: 'HALF-OPEN',
    evidence: [`${socketText(socket)} has no peer`],
    explanation: `${endName(socket)} has port ${socket.localPort}, and is connected to no peer.`,
    remedy: 'connect it, or delete its NIO',
  };
}

/** A socket of the lab's hypervisor that belongs to none of its links. */
export function unexpected(socket: LinkEnd): LinkJudgement {
  return {
    state: 'UNEXPECTED',
    evidence: [`no link of the lab has ${socketText(socket)}`],
    explanation: `${socket.hypervisor ?? holderName(socket)} has a socket on port ${socket.localPort} that no link of the lab accounts for. It is left from an earlier run, or another lab is loaded on the same hypervisor.`,
    remedy: 'delete its NIO, or reset the hypervisor when nothing runs on it',
  };
}

/** Both ends are there, and nothing reads the socket of `end`. */
export function stalled(end: LinkEnd, unread: Unread): LinkJudgement {
  const { reason, remedy } = WHY_UNREAD[unread](end);
  return {
    state: 'STALLED',
    evidence: [`${socketText(end)}: ${queueText(end)}`],
    explanation: `Both sockets are there, but nothing reads that of ${endName(end)}: ${reason}. What is sent to it waits until its queue is full, and then is lost.`,
    remedy,
  };
}

/** What was seen of the program behind a socket that is not read, and what to do. */
const WHY_UNREAD: Readonly<Record<Unread, (end: LinkEnd) => { readonly reason: string; readonly remedy: string }>> = {
  'process stopped': (end) => ({
    reason: `${ownerText(end)} is suspended (SIGSTOP or SIGTSTP, state T), and reads and sends nothing`,
    remedy: `let it go on: \`kill -CONT ${end.pid}\``,
  }),
  'process traced': (end) => ({
    reason: `${ownerText(end)} is held by a debugger (state t), and reads and sends nothing`,
    remedy: 'let the program go on in the debugger, or detach the debugger from it',
  }),
  'hypervisor silent': (end) => ({
    reason: `${ownerText(end)} did not answer when it was asked for its NIOs`,
    remedy: `ask it again with \`niostat probe ${end.hypervisor ?? ''}\`; if it does not answer, end it with \`${endCommand([end.pid], { isHere: end.host === 'localhost' })}\`, start it and load the lab again`,
  }),
  'router not running': (end) => ({
    reason: `its NIO ${end.nio} is bound to ${end.boundTo}, and router ${end.router} is not running`,
    remedy: `start router ${end.router}`,
  }),
  'not bound': (end) => ({
    reason: `its NIO ${end.nio} is bound to no router, switch or bridge`,
    remedy: `bind NIO ${end.nio} to its router or switch, or load the lab again`,
  }),
  'queue full': (end) => ({
    reason: `${ownerText(end)} has left ${end.receiveQueue} bytes unread; where its router is stopped, or its NIO is bound to nothing, nothing reads it`,
    remedy:
      end.hypervisor === undefined
        ? `look what ${ownerText(end)} is doing, and start it again`
        : 'start the router at that end, if it does not run: the hypervisor tells, vm get_status',
  }),
};

/** `hypervisor localhost:7200 (pid 41)`, or `vpcs (pid 52)`. */
function ownerText(end: LinkEnd): string {
  if (end.hypervisor === undefined) return holderName(end);
  return `hypervisor ${end.hypervisor}${end.pid === undefined ? '' : ` (pid ${end.pid})`}`;
}

function queueText({ receiveQueue = 0, drops }: LinkEnd): string {
  return `Recv-Q ${receiveQueue}${drops === undefined ? '' : `, ${counted(drops, 'drop')}`}`;
}

/** By the counters `sender` has sent, and `receiver` was there all the time and has received nothing. */
export function oneWay(sender: LinkEnd, receiver: LinkEnd): LinkJudgement {
  const [from, to] = [`NIO ${sender.nio} of ${endName(sender)}`, `NIO ${receiver.nio} of ${endName(receiver)}`];
  return {
    state: 'ONE-WAY',
    evidence: [
      `${from} has sent ${counted(sender.packetsOut ?? 0, 'packet')} since ${to} is there`,
      `${to} is bound to ${receiver.boundTo} and has received none; ${queueText(receiver)}`,
    ],
    explanation: `Both sockets are there and point at each other, but what ${from} sends does not arrive at ${to}, though something reads there. Something between them drops it, such as a rule of the firewall.`,
    remedy: `look at the rules that drop UDP to port ${receiver.localPort} on ${hostText(receiver)}: \`nft list ruleset\`, or \`iptables -L -v\``,
  };
}

/** Both ends are there, and by the counters nothing has passed. */
export function idle(): LinkJudgement {
  return { state: 'IDLE', evidence: ['no packet has passed in either direction'], explanation: '' };
}

function socketText({ localAddress, localPort, remoteAddress, remotePort, process, pid }: LinkEnd): string {
  const owner = pid === undefined ? '' : ` of ${holderName({ pid, process })}`;
  return `${localAddress}:${localPort} → ${remoteAddress}:${remotePort}${owner}`;
}

function portText(end: LinkEnd): string {
  const { localAddress, localPort } = end;
  return localAddress === '' ? `UDP port ${localPort} of ${hostText(end)}` : `${localAddress}:${localPort}`;
}
