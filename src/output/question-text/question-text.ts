import { isCounted } from '../../core/allocation/is-counted.ts';
import type { Moment, SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketText } from './socket-text.ts';

/** What is asked, in one or two sentences. */
export function questionText({ moment, subject }: Question): string {
  switch (subject.ask) {
    case 'port':
      return `Which port does ${socketText(subject.socket)} get${source(subject.socket)}?`;
    case 'bind':
      return `The socket of ${socketText(subject.socket)} binds port ${subject.socket.port}. What happens?`;
    case 'receiver':
      return `${socketText(subject.socket)} sends a frame. Where does the frame come out?`;
    case 'hears':
      return `What does ${socketText(subject.socket)} hear, its own frames left aside?`;
    case 'ports':
      return `Which ports do ${listed(subject.sockets.map(socketText))} get?`;
    case 'next port':
      return `Which port does ${subject.hypervisor.hypervisor} give next?`;
    case 'count ports':
      return `How many UDP ports does ${linkText(moment, subject.link)} take?`;
    case 'count rows':
      return rowsText(subject);
  }
}

function linkText({ after }: Moment, link: number | undefined): string {
  return link === undefined ? 'the lab' : `the link ${after.links[link]?.link}`;
}

function rowsText({ stopped, machine }: SubjectOf<'count rows'>): string {
  if (stopped !== undefined) return `${stopped} stops. How many UDP sockets of the lab are left?`;
  return machine === undefined
    ? 'How many UDP sockets does the lab have now?'
    : `How many UDP sockets are on ${machine}?`;
}

function source(socket: SocketState): string {
  const { by, hypervisor } = socket;
  if (isCounted(socket)) return ` from the counter of ${hypervisor}`;
  return by === 'pool' || by === 'tunnel' ? ' from the pool' : '';
}
