import { addressParts } from '../address/host-port.ts';
import type { SocketState } from '../trace/trace-state.ts';
import { isClash } from './clash.ts';
import { portsLetIn } from './let-in.ts';
import { goodBase } from './mending-base.ts';
import type { Answer, Moment, SocketAsk, Subject, SubjectOf } from './moment.ts';
import { atDestination, isOpen, maySendTo } from './socket-peers.ts';

/** What the trace says. Undefined where it is not known, and where it is no question of this kind. */
export function rightAnswer(moment: Moment, subject: Subject): Answer | undefined {
  switch (subject.ask) {
    case 'ports':
      return { is: 'ports', ports: subject.sockets.map(({ port }) => port) };
    case 'next port': {
      const { next } = subject.hypervisor;
      return next === undefined ? undefined : { is: 'port', port: next };
    }
    case 'count ports':
      return { is: 'count', count: socketsOf(moment, subject).length };
    case 'count rows':
      return { is: 'count', count: moment.after.sockets.filter((socket) => isCountedRow(socket, subject)).length };
    case 'count links':
      return { is: 'count', count: Math.floor(subject.ports / 2) };
    case 'verdict':
      return brokenOf(moment, subject);
    case 'console': {
      const console = subject.device.consoles.find(({ type }) => type === 'console');
      return console && { is: 'port', port: console.port };
    }
    case 'clash': {
      const clashes = isClash(moment, subject);
      return clashes === undefined ? undefined : { is: 'clash', isClash: clashes };
    }
    case 'firewall': {
      const ports = portsLetIn(moment, subject);
      return ports.length === 0 ? undefined : { is: 'let in', ports };
    }
    case 'base': {
      const base = goodBase(subject);
      return base === undefined ? undefined : { is: 'base', base };
    }
    case 'true of':
      return { is: 'statement', place: subject.holds };
    default:
      return ofSocket(moment, subject.ask, subject.socket);
  }
}

/** The sockets of a link, or of the lab. */
function socketsOf({ after }: Moment, { link }: SubjectOf<'count ports'>): SocketState[] {
  return after.sockets.filter((socket) => link === undefined || socket.link === link);
}

function isCountedRow(socket: SocketState, { machine }: SubjectOf<'count rows'>): boolean {
  return isOpen(socket) && (machine === undefined || socket.machine === machine);
}

function brokenOf({ after }: Moment, { links }: SubjectOf<'verdict'>): Answer | undefined {
  const verdicts = links.map((link) => after.links[link]?.verdict);
  const isOpenQuestion = verdicts.some((verdict) => verdict === undefined || verdict === 'unknown');
  if (isOpenQuestion || links.some((link) => after.links[link]?.isRemoved)) return undefined;
  return { is: 'broken', links: links.filter((_, index) => verdicts[index] !== 'ok') };
}

function ofSocket(moment: Moment, ask: SocketAsk, socket: SocketState): Answer | undefined {
  switch (ask) {
    case 'port':
      return { is: 'port', port: socket.port };
    case 'bind':
      return boundAs(socket);
    case 'receiver':
      if (socket.fate === 'nobody' || isBeforeItsPeer(moment, socket)) return { is: 'receivers', sockets: [] };
      return socket.to === undefined ? undefined : { is: 'receivers', sockets: [socket.to] };
    case 'hears':
      // Who is outside the lab may send, and says it to no trace.
      if (socket.fate === 'outside' || isHearingOpen(moment, socket)) return undefined;
      return { is: 'senders', sockets: socket.hears.filter((index) => index !== socket.index), oneIn: 1 };
    case 'state':
      return stateOf(socket);
    case 'peer':
      return isOpen(socket) && socket.remote !== undefined ? { is: 'peer', address: socket.remote } : undefined;
    case 'fits':
      return fitsTo(socket);
  }
}

/** True if it is not known where a frame comes out that another socket sends to the port of this one. */
function isHearingOpen({ after }: Moment, socket: SocketState): boolean {
  return after.sockets.some(
    (sender) => sender.index !== socket.index && sender.fate === 'unknown' && maySendTo(sender, socket),
  );
}

/** True while nobody has the port that a socket sends to: its link is not made to the end yet. */
function isBeforeItsPeer({ after }: Moment, socket: SocketState): boolean {
  const isMade = socket.fate === undefined && isOpen(socket) && socket.remote !== undefined;
  return isMade && atDestination(after, socket).length === 0;
}

function boundAs({ bind, holder }: SocketState): Answer | undefined {
  if (bind === 'bound' || bind === 'shared') return { is: 'works' };
  return bind === 'refused' && holder !== undefined ? { is: 'refused' } : undefined;
}

function stateOf(socket: SocketState): Answer | undefined {
  const { bind, isClosed } = socket;
  if (bind === undefined || bind === 'unknown') return undefined;
  return { is: 'state', state: isClosed || bind === 'refused' ? 'no row' : 'ESTABLISHED' };
}

/** My remote port is your local one, both ways. */
function fitsTo({ boundPort, remote }: SocketState): Answer | undefined {
  const port = remote === undefined ? undefined : addressParts(remote).port;
  if (boundPort === undefined || port === undefined) return undefined;
  return { is: 'fits', local: Number(port), remote: boundPort };
}
