import { familyOf } from '../../../core/address/ip-address.ts';
import { timeLimit } from '../../../world/network/time-limit.ts';
import { UdpSocket } from '../../../world/network/udp-socket.ts';
import type { UdpEvidence } from '../evidence.ts';
import { probeRequest, readAnswer } from './protocol.ts';
import type { RoundTrip } from './round-trip.ts';

/** What a probe carries, so that the responder answers it and notes that it came. */
export interface ResponderAccess {
  readonly token: string;
  readonly run: Uint8Array;
}

export interface UdpTryOptions {
  readonly address: string;
  /**
   * That of the responder, and the run that it is to note the probe for. Without it the datagram is empty:
   * nothing that any program could take for a command.
   */
  readonly known?: ResponderAccess | undefined;
  readonly roundTrip: RoundTrip;
  /** How often the port is tried; datagrams get lost. */
  readonly tries: number;
  /** For all tries together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tries one port from a connected socket of its own: no other hears of ICMP errors. Never throws but for a
 * lack of descriptors.
 */
export async function tryUdpPort(port: number, options: UdpTryOptions): Promise<UdpEvidence> {
  const { address, signal } = options;
  if (signal?.aborted) return { kind: 'interrupted' };
  const family = familyOf(address);
  let socket: UdpSocket;
  try {
    socket = await UdpSocket.open({ family, localPort: 0, reuseAddress: false });
  } catch (error) {
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    if (code === 'EMFILE' || code === 'ENFILE') throw error;
    // A host without IPv6, for instance.
    return { kind: 'error', code, isOwn: true };
  }
  try {
    try {
      await socket.connect(address, port);
    } catch (error) {
      return { kind: 'error', code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', isOwn: true };
    }
    return await sendAndListen(socket, port, options);
  } finally {
    await socket.close();
  }
}

/** Sends to the port until something comes back, or all tries are over. */
function sendAndListen(socket: UdpSocket, port: number, options: UdpTryOptions): Promise<UdpEvidence> {
  const { known, roundTrip, tries, timeoutMs, signal } = options;
  const request = known && probeRequest(known.run, { port, token: known.token });
  return new Promise((resolve) => {
    let takeBack = (): void => undefined;
    let sentAt = 0;
    let tried = 0;
    let hasForeignAnswer = false;
    const deadline = performance.now() + timeoutMs;
    const end = (evidence: UdpEvidence): void => {
      takeBack();
      signal?.removeEventListener('abort', interrupt);
      resolve(evidence);
    };
    const interrupt = (): void => end({ kind: 'interrupted' });
    const next = (): void => {
      const leftMs = deadline - performance.now();
      if (tried === tries || leftMs <= 0) {
        end({ kind: hasForeignAnswer ? 'datagram' : 'silence' });
        return;
      }
      tried++;
      sentAt = performance.now();
      socket.send(request?.datagram ?? Buffer.alloc(0));
      // Longer each time: what is slow is not asked faster.
      takeBack = timeLimit(Math.min(leftMs, roundTrip.waitMs * tried), next);
    };
    socket.onDatagram((answer) => {
      const isAnswer = request !== undefined && readAnswer(answer, request, known?.token ?? '') !== undefined;
      // A late answer to the first try would be taken for a quick one to the second.
      if (tried === 1) roundTrip.add(performance.now() - sentAt);
      if (isAnswer) end({ kind: 'responder' });
      else if (request === undefined) end({ kind: 'datagram' });
      else hasForeignAnswer = true;
    });
    socket.onError(({ code = 'UNKNOWN', syscall }) => {
      if (tried === 1) roundTrip.add(performance.now() - sentAt);
      // What is said about the first datagram while it is sent can only be said by this host itself.
      end({ kind: 'error', code, isOwn: tried === 1 && syscall === 'send' });
    });
    signal?.addEventListener('abort', interrupt);
    next();
  });
}
