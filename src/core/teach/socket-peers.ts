import { isLoopback } from '../address/host.ts';
import { addressParts } from '../address/host-port.ts';
import { familyOf } from '../address/ip-address.ts';
import type { SocketState, TraceState } from '../trace/trace-state.ts';

/** True for a socket that is there: made, not refused and not closed. */
export function isOpen({ bind, isClosed }: SocketState): boolean {
  return bind !== undefined && bind !== 'refused' && !isClosed;
}

/** Sockets that have the port to which this one sends, whatever their peers are, the oldest first. */
export function atDestination({ sockets }: TraceState, sender: SocketState): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && sendsTo(sender, socket));
}

/** Sockets with one local address and port on one machine, this one among them, the oldest first. */
export function onSamePort({ sockets }: TraceState, { machine, local }: SocketState): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && socket.machine === machine && isSameAddress(socket.local, local));
}

/** Sockets of a machine that have a port: those that were refused or closed left out. */
export function onMachine({ sockets }: TraceState, machine: string): SocketState[] {
  return sockets.filter((socket) => isOpen(socket) && socket.machine === machine);
}

/** Sockets whose frames go to the port of this one, but for itself. */
export function sendersTo({ sockets }: TraceState, receiver: SocketState): SocketState[] {
  return sockets.filter((socket) => socket.index !== receiver.index && isOpen(socket) && sendsTo(socket, receiver));
}

/**
 * True if the frames of one go to the port of the other, or would if a loopback name were the address that it
 * may be: 127.0.0.1 or ::1 (docs/KERNEL-MODEL.md, "Names that were not looked up").
 */
export function maySendTo(sender: SocketState, receiver: SocketState): boolean {
  if (sender.remote === undefined || receiver.local === undefined) return false;
  const [to, own] = [addressParts(sender.remote), addressParts(receiver.local)];
  const isInside = sender.machine === receiver.machine && isLoopback(to.host) && isLoopback(own.host);
  return sendsTo(sender, receiver) || (isInside && to.port === own.port);
}

function sendsTo({ remote, machine }: SocketState, receiver: SocketState): boolean {
  if (remote === undefined || receiver.local === undefined) return false;
  if (isLoopback(addressParts(remote).host) && machine !== receiver.machine) return false;
  return isSameAddress(remote, receiver.local);
}

/**
 * True if two addresses with their ports are one to who reads a table: where no resolver was asked, a name
 * such as "localhost" is read as 127.0.0.1, on whichever side it stands.
 */
export function isSameAddress(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return one === other;
  const [a, b] = [addressParts(one), addressParts(other)];
  return a.port === b.port && isReadAsIpv4Loopback(a.host) && isReadAsIpv4Loopback(b.host);
}

function isReadAsIpv4Loopback(host: string): boolean {
  return isLoopback(host) && familyOf(host) === 4;
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
