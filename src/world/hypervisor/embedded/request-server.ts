import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Connections, type MadeWay } from '../../network/connections.ts';
import { encodeReply, type Reply } from '../reply.ts';
import { type Request, RequestDecoder } from '../request.ts';

/**
 * GNS3 opens a handful; more than this at once is an accident, and each would cost memory. The longest idle
 * one makes way to the next.
 */
const MAX_CLIENTS = 256;

/**
 * None of the commands that are known here needs a long line, and each client may send one without an end.
 */
const MAX_LINE_BYTES = 64 * 1024;

/** Commands that end a connection, or everything. */
export const CLOSE = 'close';
export const STOP = 'stop';

/** One command of a client with its reply. */
export interface Exchange {
  /** Address and port of the client. */
  readonly client: string;
  /** The words of the command, or undefined if it could not be read. */
  readonly words: readonly string[] | undefined;
  readonly reply: Reply;
}

export interface RequestServerOptions {
  /** Address to listen on. */
  readonly host: string;
  /** TCP; 0 lets the system choose. */
  readonly port: number;
  /** Hears every exchange, in the order of the replies. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Hears of every client that had to go because there were too many. */
  readonly onMadeWay?: ((madeWay: MadeWay) => void) | undefined;
}

export interface Answerer {
  /** Carries out a request; without a reply nothing is sent, and the connection ends. */
  answer(request: Request): Promise<Reply | undefined>;
  /** A client has said that everything is to end, and has its reply. */
  stop(): void;
}

/** Listens for clients that speak the language of hypervisors, and hands their requests on one by one. */
export class RequestServer {
  readonly host: string;
  /** TCP. */
  readonly port: number;
  private readonly server: Server;
  private readonly clients: Connections;
  private readonly onExchange: RequestServerOptions['onExchange'];
  /** Requests that are being carried out. */
  private readonly working = new Set<Promise<unknown>>();
  private isClosed = false;

  private constructor(server: Server, { onExchange, onMadeWay }: RequestServerOptions) {
    this.server = server;
    this.onExchange = onExchange;
    this.clients = new Connections(MAX_CLIENTS, onMadeWay);
    const { address, port } = server.address() as AddressInfo;
    this.host = address;
    this.port = port;
    // A connection that could not be accepted, for want of descriptors, is the client's loss.
    server.on('error', () => undefined);
  }

  /** Starts to listen; throws the system's error, such as EADDRINUSE. Serves clients from `serve` on. */
  static async listen(options: RequestServerOptions): Promise<RequestServer> {
    // A client may close its half and still wait for the reply, as `printf … | nc` does.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen({ host: options.host, port: options.port, exclusive: true });
    await once(server, 'listening');
    return new RequestServer(server, options);
  }

  /** Call it at once: a client that comes before is lost. */
  serve(answerer: Answerer): void {
    this.server.on('connection', (socket) => void this.serveClient(socket, answerer));
  }

  /** Ends every connection, and waits for the requests that are under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.clients.closeAll();
    await closed;
    // A request that is under way would leave what it makes behind.
    await Promise.allSettled(this.working);
  }

  private async serveClient(socket: Socket, answerer: Answerer): Promise<void> {
    // A client that goes away in the middle is no event.
    socket.on('error', () => socket.destroy());
    if (!this.clients.admit(socket)) return;
    const client = `${socket.remoteAddress}:${socket.remotePort}`;
    const decoder = new RequestDecoder(MAX_LINE_BYTES);
    try {
      for await (const chunk of socket) {
        for (const request of decoder.push(chunk as Buffer)) {
          if (await this.answer(socket, client, request, answerer)) return;
        }
      }
    } catch {
      // The connection broke.
    } finally {
      socket.end();
    }
  }

  /** Answers one request. True if it was the last of its connection. */
  private async answer(socket: Socket, client: string, request: Request, answerer: Answerer): Promise<boolean> {
    if (this.isClosed) return true;
    this.clients.busy(socket);
    const working = answerer.answer(request);
    this.working.add(working);
    const reply = await working.finally(() => {
      this.working.delete(working);
      this.clients.idle(socket);
    });
    if (reply === undefined) return true;
    const words = 'words' in request ? request.words : undefined;
    this.onExchange?.({ client, words, reply });
    // One who does not read his replies is not read either.
    if (!socket.write(encodeReply(reply))) await drained(socket);
    const isLast = words?.[0] === 'hypervisor' && words.length === 2 && (words[1] === CLOSE || words[1] === STOP);
    if (isLast && words[1] === STOP) socket.end(() => answerer.stop());
    return isLast;
  }
}

/** Waits until the client has read what was written to it, or has gone. */
async function drained(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const gone = new AbortController();
  try {
    await Promise.race([once(socket, 'drain', gone), once(socket, 'close', gone)]);
  } finally {
    gone.abort();
  }
}
