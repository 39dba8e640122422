import { isCounted } from '../../core/allocation/is-counted.ts';
import type { SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketText } from './socket-text.ts';

/** Where to look; the rule; the calculation without its result. */
export type HintTexts = readonly [look: string, rule: string, calculation: string];

/** The three hints on a question. */
export function hintTexts(question: Question): HintTexts {
  const { subject } = question;
  switch (subject.ask) {
    case 'port':
      return isCounted(subject.socket) ? counterHints(question, subject.socket) : poolHints(question, subject.socket);
    case 'bind':
      return bindHints(subject.socket);
    case 'receiver':
      return receiverHints(subject.socket);
    case 'hears':
      return hearsHints(subject.socket);
    case 'ports':
      return portsHints(question, subject);
    case 'next port':
      return nextPortHints(question, subject);
    case 'count ports':
      return countPortsHints(question, subject);
    case 'count rows':
      return rowsHints(question, subject);
  }
}

function counterHints({ moment }: Question, socket: SocketState): HintTexts {
  const { hypervisor, lab, device, port } = socket;
  const base = moment.after.hypervisors.find((one) => one.hypervisor === hypervisor && one.lab === lab)?.base ?? 0;
  const given = moment.before.sockets.filter(
    (one) => one.hypervisor === hypervisor && one.lab === lab && isCounted(one) && one.index < socket.index,
  ).length;
  const calculation =
    base + given === port
      ? `${hypervisor} started at ${base} and has given out ${given}: ${base} + ${given}.`
      : `${hypervisor} started at ${base}. Follow its counter from step to step.`;
  return [
    `${device} runs on ${hypervisor}. Look at the base of ${hypervisor}.`,
    "Every end takes the counter of its own router's hypervisor, and the counter goes up by one.",
    calculation,
  ];
}

function poolHints({ moment }: Question, { hypervisor, lab }: SocketState): HintTexts {
  const pool = moment.after.hypervisors.find((one) => one.hypervisor === hypervisor && one.lab === lab)?.pool;
  return [
    'Look at the local ports in the table.',
    'Each end gets the lowest port that is free.',
    pool === undefined
      ? 'Count up from the first port to the first one that is in no row.'
      : `Count up from ${pool.first} to the first port that is in no row.`,
  ];
}

function bindHints({ port }: SocketState): HintTexts {
  return [
    `Look for another row with local port ${port}.`,
    'Up to 0.2.17 a port has one socket. From 0.2.18 on, Linux lets several sockets have one port.',
    `Who else has port ${port}, and which Dynamips runs here?`,
  ];
}

const TAKER = 'A socket takes frames from its peer only. If several fit, the one connected last takes all of them.';

function receiverHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look at the foreign address of ${name}, and find the rows that have it as local address.`,
    TAKER,
    `Local ${socket.remote}, foreign ${socket.local}: which of these rows is the last one?`,
  ];
}

function hearsHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look at the local address of ${name}, and find the rows that have it as foreign address.`,
    TAKER,
    `Local ${socket.local}, foreign ${socket.remote}: is ${name} the last row of these?`,
  ];
}

function portsHints(question: Question, { sockets: [first] }: SubjectOf<'ports'>): HintTexts {
  if (first === undefined) throw new RangeError('a link without ends');
  return isCounted(first) ? counterHints(question, first) : poolHints(question, first);
}

function nextPortHints({ moment }: Question, { hypervisor }: SubjectOf<'next port'>): HintTexts {
  const { hypervisor: name, lab, base = 0, next } = hypervisor;
  const given = moment.after.sockets.filter(
    (one) => one.hypervisor === name && one.lab === lab && isCounted(one),
  ).length;
  return [
    `Look for the ends of the routers that run on ${name}.`,
    'A counter goes up by one for each end of its own hypervisor, and for no other.',
    base + given === next
      ? `${name} started at ${base} and has given out ${given}: ${base} + ${given}.`
      : `${name} started at ${base}. Follow its counter from step to step.`,
  ];
}

function countPortsHints({ moment }: Question, { link }: SubjectOf<'count ports'>): HintTexts {
  const sockets = moment.after.sockets.filter((socket) => link === undefined || socket.link === link);
  const bridged = sockets.filter(({ role }) => role === 'router').length;
  const ends = sockets.length - 2 * bridged;
  if (bridged === 0)
    return [
      'Look at the ends of each link.',
      'Each end of a link has a port of its own.',
      link === undefined ? `Two ends for each link: there are ${ends} ends.` : 'One end on the left, one on the right.',
    ];
  return [
    'Count the boxes on the way of a frame.',
    'Each end takes one port. A router takes two more, between itself and its uBridge.',
    `There are ${ends} ends, ${bridged} of them of routers: ${ends} + 2 × ${bridged}.`,
  ];
}

function rowsHints({ moment }: Question, { stopped, machine }: SubjectOf<'count rows'>): HintTexts {
  if (stopped === undefined)
    return [
      `Look at the table of UDP sockets${machine === undefined ? '' : ` of ${machine}`}.`,
      'Each end has one row. A refused end has none, and a removed one has none any more.',
      'Count the rows that are there now.',
    ];
  const open = moment.before.sockets.filter(({ bind, isClosed }) => bind && bind !== 'refused' && !isClosed);
  const own = open.filter((socket) => socket.hypervisor === stopped).length;
  return [
    `Look for the rows of ${stopped}.`,
    'The sockets of a hypervisor end with the hypervisor. The other ends get no message.',
    `There are ${open.length} rows, ${own} of them of ${stopped}: ${open.length} - ${own}.`,
  ];
}
