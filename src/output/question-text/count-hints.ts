import type { SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import type { HintTexts } from './hints.ts';

export function countPortsHints({ moment }: Question, { link }: SubjectOf<'count ports'>): HintTexts {
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

export function rowsHints({ moment }: Question, { stopped, machine }: SubjectOf<'count rows'>): HintTexts {
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

export function countLinksHints({ ports, hypervisor, next }: SubjectOf<'count links'>): HintTexts {
  return [
    hypervisor === undefined
      ? 'Think of one link between two of its routers.'
      : `Look at the bases of ${hypervisor} and ${next}.`,
    'A link inside one hypervisor takes two of its ports.',
    `${ports} ÷ 2.`,
  ];
}
