import type { SocketState, TraceState } from '../../core/trace/trace-state.ts';

/** What the socket of an end with uBridge is called after its end. */
const ROLE_WORD = { router: 'router', tunnel: 'uBridge to router', link: 'uBridge to far end' } as const;

/** `R1 f0/0`, with the lab if there are several, and with uBridge which of the three sockets. */
export function socketText(socket: SocketState): string {
  const { lab, end, role } = socket;
  const notes = [lab, role && ROLE_WORD[role]].filter((note) => note !== undefined);
  return notes.length === 0 ? end : `${end} (${notes.join(', ')})`;
}

/** The same of a socket by its place in the state. */
export function socketAt({ sockets }: TraceState, index: number): string {
  const socket = sockets[index];
  return socket === undefined ? 'an end' : socketText(socket);
}
