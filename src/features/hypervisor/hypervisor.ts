import type { EmbeddedVersion } from '../../world/hypervisor/embedded/objects.ts';
import type { Exchange } from '../../world/hypervisor/embedded/request-server.ts';
import type { MadeWay } from '../../world/network/connections.ts';
import { startListening } from './live/start-listening.ts';
import { makeTemporaryDirectory } from './live/temporary-directory.ts';

export interface HypervisorOptions {
  /** Address to listen on, for consoles too. */
  readonly host: string;
  /** TCP; 0 lets the system choose. */
  readonly port: number;
  /** The Dynamips to be like. */
  readonly version: EmbeddedVersion;
  /**
   * The only directory that it writes to; a temporary one, which is deleted at the end, if it is not given.
   */
  readonly workingDirectory: string | undefined;
  /** Hears every command with its reply. */
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
  /** Hears of every client that had to go because there were too many. */
  readonly onMadeWay?: ((madeWay: MadeWay) => void) | undefined;
}

/** Where an embedded hypervisor listens, and what it is like. */
export interface ListeningHypervisor extends Pick<HypervisorOptions, 'host' | 'port' | 'version'> {
  /**
   * Settles when it has stopped, by `close` or because a client said `hypervisor stop`, and has tidied up.
   */
  readonly stopped: Promise<void>;
  close(): void;
}

/** Starts a hypervisor without IOS. Throws `WorldError` if the system does not let it listen, or write. */
export async function startHypervisor(options: HypervisorOptions): Promise<ListeningHypervisor> {
  const { version } = options;
  const temporary = options.workingDirectory === undefined ? await makeTemporaryDirectory() : undefined;
  const workingDirectory = options.workingDirectory ?? temporary?.path ?? '';
  try {
    const hypervisor = await startListening({ ...options, workingDirectory, keepsLog: true });
    const { host, port } = hypervisor;
    const stopped = hypervisor.stopped.finally(() => temporary?.remove());
    return { host, port, version, stopped, close: () => void hypervisor.close() };
  } catch (error) {
    temporary?.remove();
    throw error;
  }
}
