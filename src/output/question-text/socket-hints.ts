import type { SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import type { HintTexts } from './hints.ts';
import { socketText } from './socket-text.ts';

export function bindHints({ port }: SocketState): HintTexts {
  return [
    `Look for another row with local port ${port}.`,
    'Up to 0.2.17 a port has one socket. From 0.2.18 on, Linux lets several sockets have one port.',
    `Who else has port ${port}, and which Dynamips runs here?`,
  ];
}

const TAKER = 'A socket takes frames from its peer only. If several fit, the one connected last takes all of them.';

export function receiverHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look at the foreign address of ${name}, and find the rows that have it as local address.`,
    TAKER,
    `Local ${socket.remote}, foreign ${socket.local}: which of these rows is the last one?`,
  ];
}

export function hearsHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look at the local address of ${name}, and find the rows that have it as foreign address.`,
    TAKER,
    `Local ${socket.local}, foreign ${socket.remote}: is ${name} the last row of these?`,
  ];
}

export function stateHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look for the row of ${name}.`,
    'A socket ends with its own hypervisor or link. It hears nothing of what becomes of its peer.',
    `Has anything happened to ${socket.hypervisor}, or only to the other end?`,
  ];
}

export function peerHints(socket: SocketState): HintTexts {
  const name = socketText(socket);
  return [
    `Look at the other end of the link of ${name}: its host and its port.`,
    'Each end sends to the host of the other end, and to the local port of the other end.',
    'The host of the other end, a colon, and the local port of the other end.',
  ];
}

export function fitsHints({ port, remote }: SocketState): HintTexts {
  return [
    'Write the two sides one below the other.',
    'What one side sends to is the local port of the other side, both ways.',
    `This side has local port ${port} and sends to ${remote}: turn the two around.`,
  ];
}

export function verdictHints({ moment }: Question, { links }: SubjectOf<'verdict'>): HintTexts {
  const names = listed(links.map((link) => moment.after.links[link]?.link ?? ''));
  return [
    `Look at the rows of both ends of ${names}.`,
    'A link works if each end hears the other. Rows on one port do no harm if their peers differ.',
    'Take the foreign address of each row, and look for the last row that points back.',
  ];
}
