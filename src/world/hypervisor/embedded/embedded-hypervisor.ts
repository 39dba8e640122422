import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Connections, type MadeWay } from '../../network/connections.ts';
import { type Lookup, lookUpName, type NameAnswer } from '../../network/look-up-name.ts';
import { encodeReply, type Reply } from '../reply.ts';
import { type Request, RequestDecoder } from '../request.ts';
import { answer } from './command-table.ts';
import { CLOSE, STOP } from './hypervisor-commands.ts';
import { KeptLog } from './kept-log.ts';
import { type EmbeddedVersion, emptyRegistries, type Objects, reset } from './objects.ts';
import { WorkingDirectory } from './working-directory.ts';

/**
 * GNS3 opens a handful; more than this at once is an accident, and each would cost memory. The longest idle
 * one makes way to the next.
 */
const MAX_CLIENTS = 256;

/**
 * None of the commands that are known here needs a long line, and each client may send one without an end.
 */
const MAX_LINE_BYTES = 64 * 1024;

/** One command of a client with its reply. */
export interface Exchange {
  /** Address and port of the client. */
  readonly client: string;
  /** The words of the command, or undefined if it could not be read. */
  readonly words: readonly string[] | undefined;
  readonly reply: Reply;
}

export interface EmbeddedHypervisorOptions {
  /** Address to listen on, for consoles too. */
  readonly host: string;
  /** TCP; 0 lets the system choose. */
  readonly port: number;
  readonly version: EmbeddedVersion;
  /** The only directory that it writes to; made if it is not there. */
  readonly workingDirectory: string;
  /** True if it keeps a log of its commands while it runs, as Dynamips does, in a file without a name. */
  readonly keepsLog?: boolean;
  /** Hears every exchange, in the order of the replies. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Hears of every client that had to go because there were too many. */
  readonly onMadeWay?: ((madeWay: MadeWay) => void) | undefined;
  /** Stands for the system's resolver in a test. */
  readonly lookup?: Lookup;
}

/**
 * A hypervisor that speaks Dynamips' protocol and moves frames between real UDP sockets, but runs no IOS: for
 * teaching, for trying, and for tests on machines without Dynamips.
 */
export class EmbeddedHypervisor {
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** Settles when it has stopped, by `close` or because a client said `hypervisor stop`. */
  readonly stopped: Promise<void>;
  private readonly server: Server;
  private readonly objects: Objects;
  private readonly onExchange: EmbeddedHypervisorOptions['onExchange'];
  private readonly clients: Connections;
  /** Commands that are being carried out. */
  private readonly working = new Set<Promise<Reply>>();
  private settleStopped: () => void = () => undefined;
  private closing: Promise<void> | undefined;

  private readonly log: KeptLog | undefined;
  private readonly stop: () => void;

  private constructor(
    server: Server,
    objects: Objects,
    {
      onExchange,
      onMadeWay,
      keepsLog,
      stop,
    }: Pick<EmbeddedHypervisorOptions, 'onExchange' | 'onMadeWay' | 'keepsLog'> & { stop: () => void },
  ) {
    this.server = server;
    this.stop = stop;
    this.objects = objects;
    this.onExchange = onExchange;
    this.clients = new Connections(MAX_CLIENTS, onMadeWay);
    const { address, port } = server.address() as AddressInfo;
    this.host = address;
    this.port = port;
    this.log = keepsLog ? KeptLog.open(objects.workingDirectory.path, objects.version, this) : undefined;
    this.stopped = new Promise((resolve) => {
      this.settleStopped = resolve;
    });
    // A connection that could not be accepted, for want of descriptors, is the client's loss.
    server.on('error', () => undefined);
    server.on('connection', (socket) => void this.serve(socket));
  }

  /** Starts to listen; throws the system's error, such as EADDRINUSE. */
  static async start(options: EmbeddedHypervisorOptions): Promise<EmbeddedHypervisor> {
    const { host, port, version } = options;
    const workingDirectory = await WorkingDirectory.open(options.workingDirectory);
    // A client may close its half and still wait for the reply, as `printf … | nc` does.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    const stopping = new AbortController();
    const lookUp = (name: string): Promise<NameAnswer> =>
      lookUpName(name, { signal: stopping.signal, lookup: options.lookup });
    const objects = { version, host, lookUp, workingDirectory, ...emptyRegistries() };
    return new EmbeddedHypervisor(server, objects, { ...options, stop: () => stopping.abort() });
  }

  /** Closes every connection, socket and console. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.stop();
    this.clients.closeAll();
    await closed;
    // A command that is under way would leave what it makes behind.
    await Promise.allSettled(this.working);
    await reset(this.objects);
    this.log?.close();
    this.settleStopped();
  }

  private async serve(socket: Socket): Promise<void> {
    // A client that goes away in the middle is no event.
    socket.on('error', () => socket.destroy());
    if (!this.clients.admit(socket)) return;
    const client = `${socket.remoteAddress}:${socket.remotePort}`;
    const decoder = new RequestDecoder(MAX_LINE_BYTES);
    try {
      for await (const chunk of socket) {
        for (const request of decoder.push(chunk as Buffer)) {
          if (await this.answer(socket, client, request)) return;
        }
      }
    } catch {
      // The connection broke.
    } finally {
      socket.end();
    }
  }

  /** Answers one request. True if it was the last of its connection. */
  private async answer(socket: Socket, client: string, request: Request): Promise<boolean> {
    if (this.closing !== undefined) return true;
    if ('words' in request && request.words.length >= 2) this.log?.command(request.words);
    this.clients.busy(socket);
    const working = answer(request, this.objects);
    this.working.add(working);
    const reply = await working.finally(() => {
      this.working.delete(working);
      this.clients.idle(socket);
    });
    const words = 'words' in request ? request.words : undefined;
    this.onExchange?.({ client, words, reply });
    // One who does not read his replies is not read either.
    if (!socket.write(encodeReply(reply))) await drained(socket);
    const isLast = words?.[0] === 'hypervisor' && words.length === 2 && (words[1] === CLOSE || words[1] === STOP);
    if (isLast && words[1] === STOP) socket.end(() => void this.close());
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
