import { isCounted } from '../../core/allocation/is-counted.ts';
import type { Question } from '../../core/teach/question.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketText } from './socket-text.ts';

/** What is asked, in one or two sentences. */
export function questionText({ subject }: Question): string {
  if (subject.ask === 'rows') return `${subject.hypervisor} stops. How many UDP sockets of the lab are left?`;
  const name = socketText(subject.socket);
  switch (subject.ask) {
    case 'port':
      return `Which port does ${name} get${source(subject.socket)}?`;
    case 'bind':
      return `The socket of ${name} binds port ${subject.socket.port}. What happens?`;
    case 'receiver':
      return `${name} sends a frame. Where does the frame come out?`;
    case 'hears':
      return `What does ${name} hear, its own frames left aside?`;
  }
}

function source(socket: SocketState): string {
  const { by, hypervisor } = socket;
  if (isCounted(socket)) return ` from the counter of ${hypervisor}`;
  return by === 'pool' || by === 'tunnel' ? ' from the pool' : '';
}
