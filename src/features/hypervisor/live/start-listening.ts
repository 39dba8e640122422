import { WorldError } from '../../../core/errors/world-error.ts';
import {
  EmbeddedHypervisor,
  type EmbeddedHypervisorOptions,
} from '../../../world/hypervisor/embedded/embedded-hypervisor.ts';
import { ANOTHER_ADDRESS, ANOTHER_DIRECTORY } from '../remedies.ts';

/** The system calls that fail because of the address; the others are about the working directory. */
const OF_THE_ADDRESS: ReadonlySet<string | undefined> = new Set(['listen', 'bind', 'getaddrinfo']);

/** Starts to listen. Throws `WorldError`, which says in a sentence what the system has against it. */
export async function startListening(options: EmbeddedHypervisorOptions): Promise<EmbeddedHypervisor> {
  try {
    return await EmbeddedHypervisor.start(options);
  } catch (error) {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (!OF_THE_ADDRESS.has(syscall)) {
      throw new WorldError(code, `cannot use ${options.workingDirectory}: ${message}`, { next: ANOTHER_DIRECTORY });
    }
    const reason = code === 'EADDRINUSE' ? 'another program listens there' : message;
    throw new WorldError(code, `cannot use ${options.host}:${options.port}: ${reason}`, { next: ANOTHER_ADDRESS });
  }
}
