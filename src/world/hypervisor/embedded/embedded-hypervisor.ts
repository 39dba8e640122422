import type { MadeWay } from '../../network/connections.ts';
import { type Lookup, lookUpName, type NameAnswer } from '../../network/look-up-name.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import { answer } from './command-table.ts';
import { KeptLog } from './kept-log.ts';
import { type EmbeddedVersion, emptyRegistries, type Objects, reset } from './objects.ts';
import { type Exchange, RequestServer } from './request-server.ts';
import { WorkingDirectory } from './working-directory.ts';

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
  private readonly server: RequestServer;
  private readonly objects: Objects;
  private settleStopped: () => void = () => undefined;
  private closing: Promise<void> | undefined;
  private readonly log: KeptLog | undefined;
  private readonly stopLookups: () => void;

  private constructor(
    server: RequestServer,
    objects: Objects,
    { keepsLog, stopLookups }: Pick<EmbeddedHypervisorOptions, 'keepsLog'> & { stopLookups: () => void },
  ) {
    this.server = server;
    this.stopLookups = stopLookups;
    this.objects = objects;
    this.host = server.host;
    this.port = server.port;
    this.log = keepsLog ? KeptLog.open(objects.workingDirectory.path, objects.version, this) : undefined;
    this.stopped = new Promise((resolve) => {
      this.settleStopped = resolve;
    });
    server.serve({ answer: (request) => this.carryOut(request), stop: () => void this.close() });
  }

  /** Starts to listen; throws the system's error, such as EADDRINUSE. */
  static async start(options: EmbeddedHypervisorOptions): Promise<EmbeddedHypervisor> {
    const { host, version } = options;
    const workingDirectory = await WorkingDirectory.open(options.workingDirectory);
    const server = await RequestServer.listen(options);
    const stopping = new AbortController();
    const lookUp = (name: string): Promise<NameAnswer> =>
      lookUpName(name, { signal: stopping.signal, lookup: options.lookup });
    const objects = { version, host, lookUp, workingDirectory, ...emptyRegistries() };
    return new EmbeddedHypervisor(server, objects, { ...options, stopLookups: () => stopping.abort() });
  }

  /** Closes every connection, socket and console. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.stopLookups();
    await this.server.close();
    await reset(this.objects);
    this.log?.close();
    this.settleStopped();
  }

  private async carryOut(request: Request): Promise<Reply> {
    if ('words' in request && request.words.length >= 2) this.log?.command(request.words);
    return await answer(request, this.objects);
  }
}
