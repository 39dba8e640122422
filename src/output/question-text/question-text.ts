import { isCounted } from '../../core/allocation/is-counted.ts';
import type { Moment, SocketAsk, SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketText } from './socket-text.ts';
import { areBoth, thingText } from './thing-text.ts';

/** What is asked, in one or two sentences. */
export function questionText({ moment, subject }: Question): string {
  switch (subject.ask) {
    case 'ports':
      return `Which ports do ${listed(subject.sockets.map(socketText))} get?`;
    case 'next port':
      return `Which port does ${subject.hypervisor.hypervisor} give next?`;
    case 'count ports':
      return `How many UDP ports does ${linkText(moment, subject.link)} take?`;
    case 'count rows':
      return rowsText(subject);
    case 'count links':
      return linksText(subject);
    case 'verdict':
      return subject.links.length === 1
        ? `Does the link ${linkName(moment, subject.links[0])} work?`
        : `Which of these links does not work: ${subject.links.map((link) => linkName(moment, link)).join(', ')}?`;
    case 'console':
      return `Which console does ${subject.device.device} get?`;
    case 'clash':
      return clashText(subject);
    case 'firewall':
      return `Which UDP ports must the firewall of ${subject.machine} let in from ${subject.from}?`;
    case 'base':
      return `Which base of ${subject.hypervisor.hypervisor} mends the lab and leaves room for 20 more ends?`;
    case 'true of':
      return 'What is true?';
    default:
      return socketQuestion(subject.ask, subject.socket);
  }
}

function socketQuestion(ask: SocketAsk, socket: SocketState): string {
  const name = socketText(socket);
  switch (ask) {
    case 'port':
      return `Which port does ${name} get${source(socket)}?`;
    case 'bind':
      return `The socket of ${name} binds port ${socket.port}. What happens?`;
    case 'receiver':
      return `${name} sends a frame. Where does the frame come out?`;
    case 'hears':
      return `What does ${name} hear, its own frames left aside?`;
    case 'state':
      return `What does the row of ${name} say now?`;
    case 'peer':
      return `To which address does ${name} send?`;
    case 'fits':
      return `${name} has local port ${socket.port} and sends to ${socket.remote}. What must the other side have?`;
  }
}

function linkText(moment: Moment, link: number | undefined): string {
  return link === undefined ? 'the lab' : `the link ${linkName(moment, link)}`;
}

function linkName({ after }: Moment, link: number | undefined): string {
  return after.links[link ?? 0]?.link ?? '';
}

function rowsText({ stopped, machine }: SubjectOf<'count rows'>): string {
  if (stopped !== undefined) return `${stopped} stops. How many UDP sockets of the lab are left?`;
  return machine === undefined
    ? 'How many UDP sockets does the lab have now?'
    : `How many UDP sockets are on ${machine} now?`;
}

function linksText({ ports, hypervisor, next }: SubjectOf<'count links'>): string {
  return hypervisor === undefined
    ? `A hypervisor has ${ports} ports. How many links between its own routers fit?`
    : `How many links inside ${hypervisor} fit before the base of ${next}?`;
}

function clashText({ things }: SubjectOf<'clash'>): string {
  const [one, other] = things;
  const names = `${thingText(one)} and ${thingText(other)}`;
  if (areBoth(things, 'console')) return `What becomes of ${names}?`;
  if (areBoth(things, 'base console')) return `Must ${names} differ?`;
  return `Do ${names} clash?`;
}

function source(socket: SocketState): string {
  const { by, hypervisor } = socket;
  if (isCounted(socket)) return ` from the counter of ${hypervisor}`;
  return by === 'pool' || by === 'tunnel' ? ' from the pool' : '';
}
