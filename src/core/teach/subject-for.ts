import type { HypervisorState, SocketState } from '../trace/trace-state.ts';
import type { Asked, AskWord } from './asked.ts';
import type { Moment, SocketAsk, Subject } from './moment.ts';
import type { Problem } from './problem.ts';

/** What a lesson asks, found in the lab as it is at the moment; or why it cannot be asked. */
export function subjectFor(moment: Moment, asked: Asked): Subject | Problem {
  const { ask, of } = asked;
  if (moment.system !== 'linux' && RESTS_ON_SOCKETS.has(ask))
    return { problem: 'what sockets do is known of Linux alone' };
  switch (ask) {
    case 'port':
    case 'bind':
    case 'receiver':
    case 'hears':
      return socketSubject(moment, ask, of);
    case 'ports':
      return bothEnds(moment, of);
    case 'next port':
      return counter(moment, of);
    case 'count ports':
      return portsToCount(moment, of);
    case 'count rows':
      return rowsToCount(moment, of);
    default:
      return { problem: `nothing can be asked with "${ask}" yet` };
  }
}

/** Of Windows and macOS it is not known which socket gets what. */
const RESTS_ON_SOCKETS: ReadonlySet<AskWord> = new Set(['bind', 'receiver', 'hears', 'count rows']);

function socketSubject(moment: Moment, ask: SocketAsk, of: string | undefined): Subject | Problem {
  const socket = socketAt(moment, of);
  if ('problem' in socket) return socket;
  if (ask === 'port' && socket.by === 'file') return { problem: `the port of ${of} stands in the file` };
  return { ask, socket };
}

/** The newest socket of an end that is there at the step. */
function socketAt({ after, end }: Moment, of: string | undefined): SocketState | Problem {
  if (of === undefined) return { problem: 'no end is named' };
  const isMeant = (socket: SocketState): boolean => nameOf(socket) === of || socket.end === of;
  const found = after.sockets.filter(isMeant);
  const newest = found.at(-1);
  if (newest === undefined) {
    const isLater = end.sockets.some(isMeant);
    return { problem: isLater ? `${of} has no port yet at this step` : `no end with a port is called ${of}` };
  }
  const others = found.filter(({ link, lab }) => link === newest.link || lab !== newest.lab);
  if (others.some(({ lab }) => lab !== newest.lab)) return { problem: `several labs have an end ${of}` };
  return others.length > 1 ? { problem: `${of} has three sockets: add router, tunnel or link` } : newest;
}

/** `R1 f0/0`, or `R1 f0/0 router` for one of three sockets. */
function nameOf({ end, role }: SocketState): string {
  return role === undefined ? end : `${end} ${role}`;
}

/** The place in `links` of the newest link with a name. */
function linkAt({ after }: Moment, of: string | undefined): number | Problem {
  if (of === undefined) return { problem: 'no link is named' };
  const place = after.links.findLastIndex(({ link }) => link === of);
  if (place < 0) return { problem: `no link ${of} is made yet at this step` };
  if (after.links[place]?.hasFailed) return { problem: `the link ${of} gets no ports` };
  return place;
}

function bothEnds(moment: Moment, of: string | undefined): Subject | Problem {
  const link = linkAt(moment, of);
  if (typeof link !== 'number') return link;
  const sockets = moment.after.sockets.filter(
    ({ link: own, role, by }) => own === link && (role === undefined || role === 'link') && by !== 'file',
  );
  const isWhole = sockets.length === 2;
  return isWhole ? { ask: 'ports', sockets } : { problem: `not both ends of ${of} have been given ports` };
}

function counter({ after }: Moment, of: string | undefined): Subject | Problem {
  const hypervisor = after.hypervisors.find((one): one is HypervisorState => one.hypervisor === of);
  if (hypervisor === undefined) return { problem: `no hypervisor is called ${of ?? '""'}` };
  if (hypervisor.next === undefined) return { problem: `${of} has no counter: its host has a pool` };
  return { ask: 'next port', hypervisor };
}

/** What a lab takes is asked for only where ports and ends are as many. */
function portsToCount(moment: Moment, of: string | undefined): Subject | Problem {
  if (of !== undefined) {
    const link = linkAt(moment, of);
    return typeof link === 'number' ? { ask: 'count ports', link } : link;
  }
  const { sockets } = moment.after;
  if (sockets.some(({ isClosed }) => isClosed)) return { problem: 'sockets were closed: count rows instead' };
  if (new Set(sockets.map(({ machine, port }) => `${port} ${machine}`)).size < sockets.length)
    return { problem: 'two ends have one port: count rows instead' };
  if (moment.end.devices.some(({ atStart }) => atStart.length > 0))
    return { problem: 'devices take ports when they start: ask for a link' };
  return sockets.length === 0 ? { problem: 'no port is given yet at this step' } : { ask: 'count ports' };
}

function rowsToCount({ after, events }: Moment, of: string | undefined): Subject | Problem {
  if (of === undefined) return { ask: 'count rows' };
  const machine = after.hypervisors.find(({ host, machine: own }) => host === of || own === of)?.machine;
  if (machine !== undefined) return { ask: 'count rows', machine };
  if (!after.hypervisors.some(({ hypervisor }) => hypervisor === of))
    return { problem: `no hypervisor and no host is called ${of}` };
  const stops = events.some((event) => event.event === 'stop' && event.hypervisor === of);
  return stops
    ? { ask: 'count rows', stopped: of }
    : { problem: `${of} does not stop at this step: name its host, or nothing for the whole lab` };
}
