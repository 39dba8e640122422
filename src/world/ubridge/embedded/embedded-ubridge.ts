import { type Exchange, RequestServer } from '../../hypervisor/embedded/request-server.ts';
import type { Reply } from '../../hypervisor/reply.ts';
import type { Request } from '../../hypervisor/request.ts';
import { type Lookup, lookUpName } from '../../network/look-up-name.ts';
import { answer, UBRIDGE_VERSION } from './command-table.ts';
import { Objects } from './objects.ts';
import { UBridgeLog } from './ubridge-log.ts';

export interface EmbeddedUBridgeOptions {
  /** Address to listen on. */
  readonly host: string;
  /** TCP; 0 lets the system choose. */
  readonly port: number;
  /** Where its log is written too, which GNS3 calls `ubridge.log`; what was in that file is gone. */
  readonly logFile?: string | undefined;
  /** Hears every exchange, in the order of the replies. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Stands for the system's resolver in a test. */
  readonly lookup?: Lookup;
  /** From 0 to below 1: what filters that drop at random decide by. */
  readonly random?: () => number;
}

/** How a uBridge has stopped: it was told so, or it ended by itself, as the last lines of its log may say. */
export type UBridgeEnd = 'stopped' | 'died';

/**
 * A uBridge that speaks the protocol of 0.9.19 and moves frames between real UDP sockets: for teaching, for
 * trying, and for tests on machines without uBridge. It ends where uBridge ends: when a frame cannot be sent
 * or read for a reason that uBridge does not survive, and when it is told to `reset`. Interfaces, captures
 * and bridges of IOU are answered, and do nothing.
 */
export class EmbeddedUBridge {
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** Settles when it has stopped, by `close`, by `hypervisor stop`, or by itself. */
  readonly stopped: Promise<UBridgeEnd>;
  private readonly server: RequestServer;
  private readonly objects: Objects;
  private readonly ownLog: UBridgeLog;
  private readonly lookups = new AbortController();
  private settleStopped: (end: UBridgeEnd) => void = () => undefined;
  private closing: Promise<void> | undefined;

  private constructor(
    server: RequestServer,
    log: UBridgeLog,
    { lookup, random = Math.random }: EmbeddedUBridgeOptions,
  ) {
    this.server = server;
    this.host = server.host;
    this.port = server.port;
    this.ownLog = log;
    this.objects = new Objects({
      lookUp: (name) => lookUpName(name, { signal: this.lookups.signal, lookup }),
      log: (line) => log.write(line),
      random,
      die: () => void this.end('died'),
    });
    this.stopped = new Promise((resolve) => {
      this.settleStopped = resolve;
    });
    log.write(`uBridge version ${UBRIDGE_VERSION} running with niostat`);
    log.write(`Hypervisor TCP control server started (IP ${this.host} port ${this.port}).`);
    server.serve({ answer: (request) => this.answer(request), stop: () => void this.close() });
  }

  /**
   * Starts to listen; throws the system's error, such as EADDRINUSE, also for a log that cannot be written.
   */
  static async start(options: EmbeddedUBridgeOptions): Promise<EmbeddedUBridge> {
    const server = await RequestServer.listen(options);
    try {
      return new EmbeddedUBridge(server, new UBridgeLog(options.logFile), options);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** What it has written to its log. */
  get log(): string {
    return this.ownLog.text;
  }

  /** Closes every connection and socket. */
  close(): Promise<void> {
    return this.end('stopped');
  }

  private end(how: UBridgeEnd): Promise<void> {
    this.closing ??= this.shutDown(how);
    return this.closing;
  }

  private async shutDown(how: UBridgeEnd): Promise<void> {
    if (how === 'stopped') this.ownLog.write('Hypervisor: closing control sockets.');
    this.lookups.abort();
    // Frames stop at once: the requests that are under way may take a moment.
    for (const bridge of this.objects.bridges) bridge.stop();
    await this.server.close();
    await this.objects.close();
    if (how === 'stopped') this.ownLog.write('Hypervisor: stopped.');
    this.ownLog.close();
    this.settleStopped(how);
  }

  private async answer(request: Request): Promise<Reply | undefined> {
    return await answer(request, this.objects);
  }
}
