import { someOf } from '../text/listed.ts';
import type { SocketState } from '../trace/trace-state.ts';
import type { Moment } from './moment.ts';
import type { Problem } from './problem.ts';

/** Ends that are named where another one was meant. */
const MOST_ENDS = 6;

/** The newest socket of an end `R1 f0/0`, or `R1 f0/0 router`, that is there at the step. */
export function socketAt({ after, end }: Moment, of: string | undefined): SocketState | Problem {
  if (of === undefined) return { problem: 'no end is named' };
  const isMeant = (socket: SocketState): boolean => nameOf(socket) === of || socket.end === of;
  const found = after.sockets.filter(isMeant);
  const newest = found.at(-1);
  if (newest === undefined) {
    const isLater = end.sockets.some(isMeant);
    if (isLater) return { problem: `${of} has no port yet at this step` };
    const ends = [...new Set(end.sockets.map((socket) => socket.end))];
    return { problem: `no end with a port is called ${of}; known here: ${someOf(ends, MOST_ENDS)}` };
  }
  if (found.some(({ lab }) => lab !== newest.lab)) return { problem: `several labs have an end ${of}` };
  const ofLink = found.filter(({ link }) => link === newest.link);
  return ofLink.length > 1 ? { problem: `${of} has three sockets: add router, tunnel or link` } : newest;
}

/** `R1 f0/0`, or `R1 f0/0 router` for one of three sockets. */
export function nameOf({
  end,
  role,
}: Pick<SocketState, 'end'> & { readonly role?: SocketState['role'] | undefined }): string {
  return role === undefined ? end : `${end} ${role}`;
}
