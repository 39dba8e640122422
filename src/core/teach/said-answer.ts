import { eachPort } from '../address/port-ranges.ts';
import type { Answer, Moment, SocketAsk, Subject, SubjectOf } from './moment.ts';
import { nameOf } from './socket-at.ts';

/**
 * The answer that a text means: `10001`, `10000 10001`, `works`, `refused`, `nowhere`, `R1 f0/0 and R2 f0/0`,
 * `half of R2 f0/0`, `nothing`, `no row`, `yes`. Undefined if it is no answer to what is asked.
 */
export function saidAnswer(moment: Moment, subject: Subject, said: string): Answer | undefined {
  const text = said.trim();
  switch (subject.ask) {
    case 'port':
    case 'next port':
    case 'console':
      return ofNumber(text, (port) => ({ is: 'port', port }));
    case 'count ports':
    case 'count rows':
    case 'count links':
      return ofNumber(text, (count) => ({ is: 'count', count }));
    case 'base':
      return ofNumber(text, (base) => ({ is: 'base', base }));
    case 'ports': {
      const ports = numbersIn(text);
      return ports?.length === subject.sockets.length ? { is: 'ports', ports } : undefined;
    }
    case 'fits': {
      const [local, remote, more] = numbersIn(text) ?? [];
      const isPair = local !== undefined && remote !== undefined && more === undefined;
      return isPair ? { is: 'fits', local, remote } : undefined;
    }
    case 'bind':
      return text === 'works' ? { is: 'works' } : ofOutcome(text);
    case 'clash':
      return text === 'yes' || text === 'no' ? { is: 'clash', isClash: text === 'yes' } : ofOutcome(text);
    case 'state':
      return text === 'ESTABLISHED' || text === 'UNCONN' || text === 'no row'
        ? { is: 'state', state: text }
        : undefined;
    case 'peer':
      return /^\S+:\d{1,5}$/.test(text) ? { is: 'peer', address: text } : undefined;
    case 'firewall':
      return portList(text);
    case 'true of':
      return undefined;
    default:
      return ofNames(moment, subject, text);
  }
}

/** Answers that name ends or links. */
function ofNames(
  { after }: Moment,
  subject: SubjectOf<SocketAsk> | SubjectOf<'verdict'>,
  text: string,
): Answer | undefined {
  if (subject.ask === 'verdict') {
    if (text === 'works') return { is: 'broken', links: [] };
    const links = placesOf(text, (name) => subject.links.find((link) => after.links[link]?.link === name));
    return links && { is: 'broken', links };
  }
  const socketCalled = (name: string): number | undefined =>
    after.sockets.findLast((socket) => nameOf(socket) === name)?.index;
  if (subject.ask === 'receiver') {
    const sockets = text === 'nowhere' ? [] : placesOf(text, socketCalled);
    return sockets && { is: 'receivers', sockets };
  }
  const [, half, names = ''] = /^(half of )?(.*)$/.exec(text) ?? [];
  const sockets = text === 'nothing' ? [] : placesOf(names, socketCalled);
  return sockets && { is: 'senders', sockets, oneIn: half === undefined ? 1 : 2 };
}

function ofOutcome(text: string): Answer | undefined {
  return text === 'refused' ? { is: 'refused' } : ofNumber(text, (port) => ({ is: 'other port', port }));
}

/** The places of all names with ` and ` between them, ascending. */
function placesOf(text: string, placeOf: (name: string) => number | undefined): number[] | undefined {
  const places = text.split(/\s*,\s*|\s+and\s+/).map(placeOf);
  return places.every((place) => place !== undefined) ? places.sort((a, b) => a - b) : undefined;
}

function ofNumber(text: string, answer: (number: number) => Answer): Answer | undefined {
  return /^\d{1,6}$/.test(text) ? answer(Number(text)) : undefined;
}

/** Numbers with blanks or commas between them. */
function numbersIn(text: string): number[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return words.every((word) => /^\d{1,6}$/.test(word)) ? words.map(Number) : undefined;
}

/** `10002` or `10000-10002, 10007`. */
function portList(text: string): Answer | undefined {
  const ports = new Set<number>();
  for (const word of text.split(/[\s,;]+/)) {
    const [, first, last = first] = /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(word) ?? [];
    if (first === undefined || Number(last) > 65_535) return undefined;
    for (const port of eachPort([{ first: Number(first), last: Number(last) }])) ports.add(port);
  }
  return { is: 'let in', ports: [...ports].sort((a, b) => a - b) };
}
