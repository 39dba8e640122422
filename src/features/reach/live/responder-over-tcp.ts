import type { Socket } from 'node:net';
import { dial } from '../../../world/network/tcp.ts';
import { timeLimit } from '../../../world/network/time-limit.ts';
import type { Protocol } from '../transport-protocol.ts';
import { GREETING_MS } from './greeting.ts';
import {
  LONGEST_BYTES,
  listeningRequest,
  MAX_LISTED_PORTS,
  type Request,
  readAnswer,
  readListening,
} from './protocol.ts';
import { framed, LENGTH_BYTES } from './responder.ts';

/** Number of ports on which a responder is looked for. */
const MAX_TRIED = 4;

export interface OverTcpOptions {
  readonly addresses: readonly string[];
  readonly token: string;
  /** For the connection, and again for the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A responder that answers over TCP, for where no UDP port lets its answers through. */
export class ResponderOverTcp {
  private readonly port: number;
  private readonly options: OverTcpOptions;

  private constructor(port: number, options: OverTcpOptions) {
    this.port = port;
    this.options = options;
  }

  /** Looks for it on the first few of these ports, which are open. */
  static async find(ports: readonly number[], options: OverTcpOptions): Promise<ResponderOverTcp | undefined> {
    const found = await Promise.all(
      ports.slice(0, MAX_TRIED).map(async (port) => {
        const request = listeningRequest('tcp', [port], { port, token: options.token });
        return (await askOnce(request, GREETING_MS, options)) && new ResponderOverTcp(port, options);
      }),
    );
    return found.find((one) => one !== undefined);
  }

  /** The body of the answer to a request that is made for its port; undefined if there is none. */
  ask(make: (port: number) => Request): Promise<Uint8Array | undefined> {
    return askOnce(make(this.port), 0, this.options);
  }

  /** Which of these ports the responder holds; when it does not answer any more, the others are missing. */
  async listening(protocol: Protocol, ports: readonly number[]): Promise<Map<number, boolean>> {
    const known = new Map<number, boolean>();
    const { token } = this.options;
    for (let first = 0; first < ports.length; first += MAX_LISTED_PORTS) {
      const some = ports.slice(first, first + MAX_LISTED_PORTS);
      const body = await this.ask((port) => listeningRequest(protocol, some, { port, token }));
      const held = body && readListening(body, some);
      if (held === undefined) break;
      for (const [port, isHeld] of held) known.set(port, isHeld);
    }
    return known;
  }
}

/** Asks over a connection of its own: a responder answers one question, and closes. */
async function askOnce(request: Request, greetingMs: number, options: OverTcpOptions): Promise<Uint8Array | undefined> {
  const { addresses, token, timeoutMs, signal } = options;
  const { socket } = await dial(addresses, request.port, { timeoutMs, signal });
  return socket && (await askOver(socket, request, { greetingMs, token, timeoutMs, signal }));
}

interface QuestionOptions extends Omit<OverTcpOptions, 'addresses'> {
  /** How long a greeting is waited for, and then the answer as long as ever. */
  readonly greetingMs: number;
}

/** Asks over an open connection, and closes it. */
async function askOver(
  socket: Socket,
  request: Request,
  { greetingMs, token, timeoutMs, signal }: QuestionOptions,
): Promise<Uint8Array | undefined> {
  const answer = await new Promise<Buffer | undefined>((resolve) => {
    let received = Buffer.alloc(0);
    let isAsked = false;
    const end = (bytes: Buffer | undefined): void => {
      takeBackGreeting();
      takeBackLimit();
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(bytes);
    };
    const abort = (): void => end(undefined);
    const takeBackGreeting = timeLimit(greetingMs, () => {
      isAsked = true;
      socket.write(framed(request.datagram));
    });
    const takeBackLimit = timeLimit(greetingMs + timeoutMs, () => end(undefined));
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
  return answer && readAnswer(answer, request, token);
}
