import { isCounted } from '../../core/allocation/is-counted.ts';
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
    case 'rows':
      return rowsHints(question, subject.hypervisor);
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

function rowsHints({ moment }: Question, hypervisor: string): HintTexts {
  const open = moment.before.sockets.filter(({ bind, isClosed }) => bind && bind !== 'refused' && !isClosed);
  const own = open.filter((socket) => socket.hypervisor === hypervisor).length;
  return [
    `Look for the rows of ${hypervisor}.`,
    'The sockets of a hypervisor end with the hypervisor. The other ends get no message.',
    `There are ${open.length} rows, ${own} of them of ${hypervisor}: ${open.length} - ${own}.`,
  ];
}
