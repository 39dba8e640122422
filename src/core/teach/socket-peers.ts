import type { SocketState, TraceState } from '../trace/trace-state.ts';

/** True for a socket that is there: made, not refused and not closed. */
export function isOpen({ bind, isClosed }: SocketState): boolean {
  return bind !== undefined && bind !== 'refused' && !isClosed;
}

/** Sockets that have the port to which this one sends, whatever their peers are, the oldest first. */
export function atDestination({ sockets }: TraceState, sender: SocketState): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && sendsTo(sender, socket));
}

/** Sockets on one port of one machine, this one among them, the oldest first. */
export function onSamePort({ sockets }: TraceState, { machine, local }: SocketState): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && socket.machine === machine && socket.local === local);
}

/** Sockets of a machine that have a port: those that were refused or closed left out. */
export function onMachine({ sockets }: TraceState, machine: string): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && socket.machine === machine);
}

/** Sockets whose frames go to the port of this one, but for itself. */
export function sendersTo({ sockets }: TraceState, receiver: SocketState): SocketState[] {
  return sockets.filter((socket) => socket.index !== receiver.index && isOpen(socket) && sendsTo(socket, receiver));
}

function sendsTo(sender: SocketState, receiver: SocketState): boolean {
  if (sender.remote === undefined || sender.remote !== receiver.local) return false;
  return sender.machine === receiver.machine || !isLoopback(sender.remote);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address.startsWith('[::1]');
}

/** The socket that this one is meant to talk to: of the far end, or of the other side of a tunnel. */
export function peerOf({ sockets, links }: TraceState, socket: SocketState): SocketState | undefined {
  const role = socket.role === 'router' ? 'tunnel' : socket.role === 'tunnel' ? 'router' : socket.role;
  const isWithinEnd = role !== socket.role;
  if (links[socket.link]?.hasFailed) return undefined;
  return sockets.find(
    (other) =>
      other.link === socket.link &&
      other.index !== socket.index &&
      other.role === role &&
      (isWithinEnd ? isSameEnd(other, socket) : !isSameEnd(other, socket)),
  );
}

function isSameEnd(a: SocketState, b: SocketState): boolean {
  return a.end === b.end;
}
