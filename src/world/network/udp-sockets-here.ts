import { Socket } from 'node:dgram';
import { WorldError } from '../../core/errors/world-error.ts';

/**
 * Why what runs niostat has no UDP sockets as Node has them; undefined if it has. Deno's (2.9.6) lack
 * `getSendQueueSize`, and their `connect` does not reach the kernel: its table of sockets shows no peer,
 * datagrams of strangers come in, and nobody hears that a datagram was refused. What is said of links with
 * such sockets would be wrong. The missing function can be seen without opening one.
 */
export function whyNoUdpSockets(): string | undefined {
  if (typeof Socket.prototype.getSendQueueSize === 'function') return undefined;
  const { deno } = process.versions;
  const runtime = deno === undefined ? 'the program that runs niostat' : `Deno ${deno}`;
  return `${runtime} has no UDP sockets that the kernel connects to a peer`;
}

/** Throws `WorldError` where nothing can be tried with UDP sockets. */
export function requireUdpSockets(): void {
  const why = whyNoUdpSockets();
  if (why === undefined) return;
  throw new WorldError('NO_UDP_SOCKETS', why, { next: 'run niostat with Node.js 20.19 or later for this' });
}
