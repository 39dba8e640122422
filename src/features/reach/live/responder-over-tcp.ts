import type { Socket } from 'node:net';
import type { Protocol } from '../transport-protocol.ts';
import { LONGEST_BYTES, listeningRequest, MAX_LISTED_PORTS, readAnswer, readListening } from './protocol.ts';
import { framed, LENGTH_BYTES } from './responder.ts';

/**
 * Consoles and most other servers greet. What greets is no responder, and is sent nothing that it could take
 * for typing.
 */
const GREETING_MS = 150;

export interface TcpQuestionOptions {
  readonly port: number;
  readonly token: string;
  readonly waitMs: number;
  /** It has answered before, so that no greeting is to be waited for. */
  readonly isKnown: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks over an open connection which ports the responder holds, for where no UDP port lets its answers
 * through: the first `MAX_LISTED_PORTS` of them. Undefined if it is not the responder that has accepted.
 * Closes the connection.
 */
export async function listeningOverTcp(
  socket: Socket,
  protocol: Protocol,
  ports: readonly number[],
  { port, token, waitMs, isKnown, signal }: TcpQuestionOptions,
): Promise<ReadonlyMap<number, boolean> | undefined> {
  const asked = ports.slice(0, MAX_LISTED_PORTS);
  const request = listeningRequest(protocol, asked.length === 0 ? [port] : asked, { port, token });
  const greetingMs = isKnown ? 0 : GREETING_MS;
  const answer = await new Promise<Buffer | undefined>((resolve) => {
    let received = Buffer.alloc(0);
    let isAsked = false;
    const end = (bytes: Buffer | undefined): void => {
      for (const timer of [greeting, limit]) clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(bytes);
    };
    const abort = (): void => end(undefined);
    const greeting = setTimeout(() => {
      isAsked = true;
      socket.write(framed(request.datagram));
    }, greetingMs);
    const limit = setTimeout(() => end(undefined), greetingMs + waitMs);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (!isAsked || received.length > LENGTH_BYTES + LONGEST_BYTES) end(undefined);
      else if (received.length >= LENGTH_BYTES && received.length >= LENGTH_BYTES + received.readUInt16BE()) {
        end(received.subarray(LENGTH_BYTES));
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => end(undefined));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
  const body = answer === undefined ? undefined : readAnswer(answer, request, token);
  if (body === undefined) return undefined;
  return asked.length === 0 ? new Map() : readListening(body, asked);
}
