import { normalizeHost } from '../../../core/address/host.ts';
import { isIp } from '../../../core/address/ip-address.ts';
import { unansweredText } from '../../../core/address/unanswered.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import {
  EmbeddedHypervisor,
  type EmbeddedHypervisorOptions,
} from '../../../world/hypervisor/embedded/embedded-hypervisor.ts';
import { lookUpName } from '../../../world/network/look-up-name.ts';
import { requireUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import { ANOTHER_ADDRESS, ANOTHER_DIRECTORY } from '../remedies.ts';

/** The system calls that fail because of the address; the others are about the working directory. */
const OF_THE_ADDRESS: ReadonlySet<string | undefined> = new Set(['listen', 'bind']);

/** Where a host is, as the resolver says first. */
async function addressOf(host: string): Promise<string> {
  const name = normalizeHost(host);
  if (name === '' || isIp(name)) return host;
  const answer = await lookUpName(name);
  if ('unanswered' in answer) {
    throw new WorldError('NAME_NOT_ANSWERED', `cannot listen on ${host}: ${unansweredText(answer.unanswered)}`, {
      next: ANOTHER_ADDRESS,
    });
  }
  const [found] = answer.addresses;
  if (found !== undefined) return found.address;
  throw new WorldError('NO_ADDRESS', `cannot listen on ${host}: it has no address`, { next: ANOTHER_ADDRESS });
}

/** Starts to listen. Throws `WorldError`, which says in a sentence what the system or the runtime lacks. */
export async function startListening(options: EmbeddedHypervisorOptions): Promise<EmbeddedHypervisor> {
  requireUdpSockets();
  const host = await addressOf(options.host);
  try {
    return await EmbeddedHypervisor.start({ ...options, host });
  } catch (error) {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (!OF_THE_ADDRESS.has(syscall)) {
      throw new WorldError(code, `cannot use ${options.workingDirectory}: ${message}`, { next: ANOTHER_DIRECTORY });
    }
    const reason = code === 'EADDRINUSE' ? 'the port is in use by another program' : message;
    throw new WorldError(code, `cannot use ${options.host}:${options.port}: ${reason}`, { next: ANOTHER_ADDRESS });
  }
}
