import type { Generation } from '../kernel/dynamips-version.ts';
import type { PredictedLink } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import { listed } from '../text/listed.ts';
import type { CheckContext } from './context.ts';

/** `R1 f0/0`: the end that a socket belongs to. */
export function endOf(socket: PredictedSocket): string {
  return `${socket.nio.device} ${socket.nio.interface}`.trimEnd();
}

/** What happens on one broken link, end by end: who hears whom. Empty when there is nothing to add. */
export function harmOf(context: CheckContext, generation: Generation, { link, sockets }: PredictedLink): string {
  const lab = context.labs.length > 1 ? `${context.labs[sockets[0]?.lab ?? 0]?.name}: ` : '';
  const open = sockets.filter(({ bind }) => bind !== 'refused');
  if (open.some(({ delivery, candidate }) => delivery === 'unknown' && candidate === NO_SOCKET)) {
    return `${lab}${link.name}: which end gets the frames is not known; expect the link to fail`;
  }
  if (open.length === 0 && sockets.length > 1) return `${lab}neither ${sockets.map(endOf).join(' nor ')} has a NIO`;
  const ends = sockets.flatMap((socket) => endText(context, generation, { socket, sockets }) ?? []);
  return ends.length === 0 ? '' : `${lab}${ends.join('; ')}`;
}

interface End {
  readonly socket: PredictedSocket;
  /** All of its link. */
  readonly sockets: readonly PredictedSocket[];
}

function endText(context: CheckContext, generation: Generation, { socket, sockets }: End): string | undefined {
  const name = endOf(socket);
  if (socket.bind === 'refused') return `${name} has no NIO`;
  // Between a router and its own uBridge.
  if (socket.nio.tunnel) return undefined;
  const senders = context.collisions(generation).sendersTo(socket);
  const astray = strayText(context, generation, { socket, sockets });
  if (senders.length === 0 && !isStarved(context, generation, socket)) return astray && `${name}: ${astray}`;
  const isOwn = (sender: PredictedSocket): boolean => sender.index === socket.index;
  const others = senders.filter((sender) => !isOwn(sender)).map((sender) => otherEnd(context, sender, socket));
  const heard = [...(senders.some(isOwn) ? ['itself'] : []), ...others];
  const hears = senders.length === 0 ? 'nothing' : listed(heard);
  return `${name} hears ${hears}${astray === undefined ? '' : `, ${astray}`}`;
}

/** True if nothing arrives at an end that hears no end of the lab. */
function isStarved(context: CheckContext, generation: Generation, socket: PredictedSocket): boolean {
  if (!socket.nio.explicit) return true;
  return socket.delivery === 'outside' && context.collisions(generation).hasNewerTwin(socket);
}

/** Frames that no program gets. */
const LOST: Partial<Record<PredictedSocket['delivery'], string>> = { nobody: 'its frames go nowhere' };

/** Where the frames of an end go, when no end of its link hears them. */
function strayText(context: CheckContext, generation: Generation, { socket, sockets }: End): string | undefined {
  if (socket.delivery !== 'other') return LOST[socket.delivery];
  const receiver = context.prediction(generation).socket(socket.receiver);
  if (sockets.some(({ index }) => index === receiver.index)) return undefined;
  return `its frames go to ${otherEnd(context, receiver, socket)}`;
}

/** An end as one of another lab has to name it. */
function otherEnd({ labs }: CheckContext, socket: PredictedSocket, from: PredictedSocket): string {
  return socket.lab === from.lab ? endOf(socket) : `${endOf(socket)} of ${labs[socket.lab]?.name}`;
}
