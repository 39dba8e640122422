import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { type SessionOptions, withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { pause } from '../../../world/network/pause.ts';
import type { TcpResult } from '../../../world/network/tcp.ts';
import { GREETING_MS } from './greeting.ts';

export interface Visit {
  readonly tcp: TcpResult;
  /** False for a hypervisor, and for what has greeted or stays silent: no responder does so. */
  readonly mayRespond: boolean;
}

/**
 * Connects to a port that is, or may be, the control port of a hypervisor, and leaves it as hypervisors are
 * to be left: it is asked for its version, which changes nothing, and told `hypervisor close` when it has
 * answered. Never throws.
 */
export async function visitControlPort(
  port: number,
  { addresses, timeoutMs, signal }: Pick<SessionOptions, 'timeoutMs' | 'signal'> & { addresses: readonly string[] },
): Promise<Visit> {
  let accepted: TcpResult | undefined;
  try {
    const address = { host: addresses[0] ?? '', port, addresses };
    const { tcp } = await withHypervisor(address, { timeoutMs, signal }, async (client, reached) => {
      accepted = reached.tcp;
      await pause(GREETING_MS, signal);
      await client.command('hypervisor', 'version');
    });
    return { tcp, mayRespond: false };
  } catch (error) {
    if (!(error instanceof HypervisorError) || accepted === undefined) throw error;
    // A responder takes the line for a request that is too long, and closes.
    return { tcp: accepted, mayRespond: error.code === 'CLOSED' || error.code === 'CONNECTION' };
  }
}
