import type { Answer } from '../../../src/core/teach/moment.ts';
import type { Question } from '../../../src/core/teach/question.ts';

/** An answer in the words of the plain loops. */
export function plainly({ moment: { after } }: Question, answer: Answer): string {
  const names = (sockets: readonly number[], none: string): string =>
    sockets
      .map((index) => {
        const { end = '', role } = after.sockets[index] ?? {};
        return role === undefined ? end : `${end} ${role}`;
      })
      .join(' and ') || none;
  switch (answer.is) {
    case 'port':
    case 'other port':
      return `${answer.port}`;
    case 'ports':
    case 'let in':
      return answer.ports.join(' ');
    case 'count':
      return `${answer.count}`;
    case 'receivers':
      return names(answer.sockets, 'nowhere');
    case 'senders':
      return `${answer.oneIn > 1 ? `1/${answer.oneIn} ` : ''}${names(answer.sockets, 'nothing')}`;
    case 'state':
      return answer.state;
    case 'peer':
      return answer.address;
    case 'fits':
      return `${answer.local} ${answer.remote}`;
    case 'broken':
      return answer.links.map((link) => after.links[link]?.link).join(' and ') || 'works';
    case 'clash':
      return answer.isClash ? 'yes' : 'no';
    case 'base':
      return `${answer.base}`;
    case 'statement':
      return `${answer.place}`;
    default:
      return answer.is;
  }
}
