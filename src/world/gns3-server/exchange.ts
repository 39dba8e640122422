import { type IncomingMessage, request as requestHttp } from 'node:http';
import { timeLimit } from '../network/time-limit.ts';
import { WireLog } from '../wire-log.ts';
import type { DiallingAgent } from './dialling-agent.ts';
import type { ServerAddress } from './server-address.ts';

/**
 * The largest answer that is read. A node takes 3 to 5 KB and a link 1.2 (recorded from 2.2.59), so that
 * 1,000 nodes and 5,000 links are two answers of 5 and 6 MB.
 */
const MAX_BYTES = 32 * 1024 * 1024;

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly authorization?: string | undefined;
  /** JSON. */
  readonly body?: string;
  /** True if the body of the answer is a secret: it is not logged. */
  readonly isSecret?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** There is no answer, for a reason of its own. */
export class NoAnswer extends Error {
  readonly reason: 'timeout' | 'too large' | 'cut' | 'interrupted';

  constructor(reason: NoAnswer['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface ExchangeOptions {
  readonly agent: DiallingAgent;
  /** Milliseconds from dialling to the end of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * One request and its answer, whatever its status; no redirect is followed. Throws `NoAnswer`, `NotDialled`,
 * or what Node says of the connection and of what is no HTTP.
 */
export async function exchange(server: ServerAddress, request: Request, options: ExchangeOptions): Promise<Answer> {
  const ending = new AbortController();
  let why: NoAnswer | undefined;
  const end = (reason: NoAnswer): void => {
    why ??= reason;
    ending.abort();
  };
  const aborted = (): void => end(new NoAnswer('interrupted', 'interrupted'));
  const { timeoutMs, signal } = options;
  const takeBack = timeLimit(timeoutMs, () => end(new NoAnswer('timeout', `no whole answer within ${timeoutMs} ms`)));
  signal.addEventListener('abort', aborted);
  if (signal.aborted) aborted();
  try {
    return await answeredAgain(server, request, options.agent, ending.signal);
  } catch (error) {
    throw why ?? error;
  } finally {
    takeBack();
    signal.removeEventListener('abort', aborted);
  }
}

/** A server may have closed a kept connection just before a request came: then it is asked anew. */
async function answeredAgain(...args: Parameters<typeof answered>): Promise<Answer> {
  try {
    return await answered(...args);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return await answered(...args);
  }
}

/** A connection that had been used before broke before the answer began. */
class StaleConnection extends Error {}

async function answered(
  server: ServerAddress,
  request: Request,
  agent: DiallingAgent,
  signal: AbortSignal,
): Promise<Answer> {
  const log = WireLog.of(server.host, server.port);
  const { method, path, authorization, body, isSecret = false } = request;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (authorization !== undefined) headers['Authorization'] = authorization;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    log?.sent(`${method} ${path}${authorization === undefined ? '' : ' (with credentials)'}`);
    const sent = requestHttp({ agent, host: server.host, port: server.port, method, path, headers, signal });
    sent.on('response', resolve);
    // Node tells a request that waits for its connection nothing before there is one.
    signal.addEventListener('abort', () => reject(new Error('ended')));
    // Another protocol: nothing of it is asked for, and nothing may keep its connection.
    sent.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new NoAnswer('cut', 'it changes to another protocol'));
    });
    sent.on('error', (error) => {
      log?.note(error.message);
      const isStale = method === 'GET' && sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      reject(isStale ? new StaleConnection(error.message) : error);
    });
    sent.end(body);
  });
  log?.received(Buffer.from(`${response.statusCode} ${response.statusMessage ?? ''}\n`));
  const bytes = await bodyOf(response);
  log?.received(isSecret ? Buffer.from('(a secret)\n') : Buffer.concat([bytes, Buffer.from('\n')]));
  return { status: response.statusCode ?? 0, headers: response.headers, body: bytes };
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const announced = Number(response.headers['content-length'] ?? 0);
  const tooLarge = new NoAnswer('too large', `its answer is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
  if (announced > MAX_BYTES) {
    response.destroy();
    throw tooLarge;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      // Leaving the loop destroys the response with its connection.
      if (size > MAX_BYTES) throw tooLarge;
    }
  } catch (error) {
    if (error instanceof NoAnswer || response.complete) throw error;
    throw new NoAnswer('cut', 'the connection ended within its answer');
  }
  if (!response.complete) throw new NoAnswer('cut', 'the connection ended within its answer');
  return Buffer.concat(chunks, size);
}
