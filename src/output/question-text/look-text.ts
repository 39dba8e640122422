import type { SocketAsk, SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketAt, socketText } from './socket-text.ts';
import { areBoth, thingText } from './thing-text.ts';

/** Where the answer is seen on the screen of its step. */
export function lookText(question: Question): string {
  return `Look: ${lookOf(question)}.`;
}

function lookOf(question: Question): string {
  const { moment, subject, step } = question;
  switch (subject.ask) {
    case 'count rows':
      return `the rows that are ${subject.stopped === undefined ? 'there' : 'left'} at step ${step}`;
    case 'count ports':
      return `the local ports of ${subject.link === undefined ? 'all rows' : 'this link'} at step ${step}`;
    case 'count links':
      return `each link takes two of the ${subject.ports} ports`;
    case 'ports':
      return `the local ports of ${listed(subject.sockets.map(socketText))} at step ${step}`;
    case 'next port':
      return `the next port of ${subject.hypervisor.hypervisor} at step ${step}`;
    case 'verdict': {
      const names = subject.links.map((link) => moment.after.links[link]?.link ?? '');
      return `what both ends of ${listed(names)} hear at step ${step}`;
    }
    case 'console':
      return `the consoles, from the top of the file, at step ${step}`;
    case 'clash':
      return lookAtThings(subject, step);
    case 'firewall':
      return `the rows of ${subject.machine} with a foreign address on ${subject.from} at step ${step}`;
    case 'base':
      return `the next port of each hypervisor at step ${step}`;
    case 'true of':
      return `the rows at step ${step}`;
    default:
      return lookAtSocket(question, subject.ask, subject.socket);
  }
}

function lookAtThings({ things }: SubjectOf<'clash'>, step: number): string {
  const [one, other] = things;
  if (areBoth(things, 'end')) return `the local ports of ${thingText(one)} and ${thingText(other)} at step ${step}`;
  if (areBoth(things, 'console') || areBoth(things, 'base console')) return `the consoles at step ${step}`;
  if (areBoth(things, 'base')) {
    const hasPool = one.thing === 'base' && one.hypervisor.pool !== undefined;
    return hasPool
      ? `the rows at step ${step}: no port stands there twice`
      : `the ports of both hypervisors, and their machines, at step ${step}`;
  }
  return 'links use UDP, consoles use TCP';
}

function lookAtSocket({ moment, right, step }: Question, ask: SocketAsk, socket: SocketState): string {
  const name = socketText(socket);
  switch (ask) {
    case 'port': {
      const give = moment.events.find((event) => event.event === 'give' && event.end === socket.end);
      const counter = give?.event === 'give' && give.after !== undefined && `${give.before} to ${give.after}`;
      if (counter) return `the counter of ${socket.hypervisor} goes from ${counter} at step ${step}`;
      break;
    }
    case 'hears':
      return `the row of ${name} at step ${step}, under "Hears"`;
    case 'peer':
      return `the foreign address of ${name} at step ${step}`;
    case 'fits':
      return `the local and the foreign port of ${name} at step ${step}`;
    default:
      break;
  }
  if (right.is !== 'receivers') return `the row of ${name} at step ${step}`;
  const [receiver] = right.sockets;
  if (receiver === undefined) return `no row hears ${name} at step ${step}`;
  const hearer = receiver === socket.index ? 'itself' : name;
  return `${socketAt(moment.after, receiver)} hears ${hearer} at step ${step}`;
}
