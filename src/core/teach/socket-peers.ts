import { isLoopback } from '../address/host.ts';
import { addressParts } from '../address/host-port.ts';
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

function sendsTo({ remote, machine }: SocketState, receiver: SocketState): boolean {
  if (remote === undefined || receiver.local === undefined) return false;
  const { host, port } = addressParts(remote);
  if (!isLoopback(host)) return remote === receiver.local;
  // Where no resolver was asked, "localhost" stands for 127.0.0.1.
  return machine === receiver.machine && (remote === receiver.local || receiver.local === `127.0.0.1:${port}`);
}

/** The socket that this one is meant to talk to: of the far end, or of the other side of a tunnel. */
export function peerOf({ sockets, links }: TraceState, socket: SocketState): SocketState | undefined {
  if (links[socket.link]?.hasFailed) return undefined;
  return sockets.find((other) => {
    if (other.link !== socket.link || other.index === socket.index) return false;
    if (isOuter(socket)) return isOuter(other) && other.end !== socket.end;
    return !isOuter(other) && other.end === socket.end;
  });
}

/** True for a socket towards the far end: of an end without a uBridge, or of the uBridge. */
function isOuter({ role }: SocketState): boolean {
  return role === undefined || role === 'link';
}
