import type { SocketRole } from '../../core/trace/trace-event.ts';
import type { SocketState, TraceState } from '../../core/trace/trace-state.ts';

/** Which of the three sockets of an end with uBridge: from where, to where. */
export const ROLE_WORDS: Readonly<Record<SocketRole, string>> = {
  router: 'router',
  tunnel: 'uBridge to router',
  link: 'uBridge to link',
};

/** `R1 f0/0`, with the lab if there are several, and with uBridge which of the three sockets. */
export function socketText(socket: SocketState): string {
  const { lab, end, role } = socket;
  const notes = [lab, role && ROLE_WORDS[role]].filter((note) => note !== undefined);
  return notes.length === 0 ? end : `${end} (${notes.join(', ')})`;
}

/** The same of a socket by its place in the state. */
export function socketAt({ sockets }: TraceState, index: number): string {
  const socket = sockets[index];
  return socket === undefined ? 'an end' : socketText(socket);
}
