import type { SocketState } from '../trace/trace-state.ts';
import type { Answer, Moment, SocketAsk, Subject, SubjectOf } from './moment.ts';
import { isOpen } from './socket-peers.ts';

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

function ofSocket({ after }: Moment, ask: SocketAsk, socket: SocketState): Answer | undefined {
  switch (ask) {
    case 'port':
      return { is: 'port', port: socket.port };
    case 'bind':
      return boundAs(socket);
    case 'receiver':
      if (socket.fate === 'nobody') return { is: 'receivers', sockets: [] };
      return socket.to === undefined ? undefined : { is: 'receivers', sockets: [socket.to] };
    case 'hears':
      if (after.sockets.some(({ fate }) => fate === 'unknown')) return undefined;
      return { is: 'senders', sockets: socket.hears.filter((index) => index !== socket.index), oneIn: 1 };
  }
}

function boundAs({ bind, holder }: SocketState): Answer | undefined {
  if (bind === 'bound' || bind === 'shared') return { is: 'works' };
  return bind === 'refused' && holder !== undefined ? { is: 'refused' } : undefined;
}
