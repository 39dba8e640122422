import { UNANSWERED_REMEDY, unansweredText } from '../../../core/address/unanswered.ts';
import { InterruptedError } from '../../../core/errors/interrupted-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { ProbeTarget } from '../../../core/lab/probe-target.ts';
import { dynamipsCommand } from '../../../core/words/start-hypervisor.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { isRefusal, type Reply } from '../../../world/hypervisor/reply.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { HostNames } from '../../../world/network/host-names.ts';

const NOT_SENT = 'interrupted before the command was sent';
const MAYBE_DONE = 'the hypervisor may have carried out the command nevertheless';

export interface ExchangeOptions {
  /** For the connection, and again for the reply. */
  readonly timeoutMs: number;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/**
 * Sends one line to a hypervisor. Throws `WorldError` if there is no reply, `InterruptedError` if the signal
 * came first.
 */
export async function exchange(
  { host, port, name }: ProbeTarget,
  command: string,
  { timeoutMs, names = new HostNames({ timeoutMs }) }: ExchangeOptions,
  signal: AbortSignal,
): Promise<{ readonly reply: Reply; readonly isRefused: boolean }> {
  const where = await names.whereIs(host, signal);
  const conversation = await withHypervisor({ host, port, ...where }, { timeoutMs, signal }, async (client) => {
    if (signal.aborted) throw new InterruptedError(NOT_SENT);
    try {
      return await client.exchange(command);
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error;
      if (signal.aborted) throw new InterruptedError('interrupted before the reply', { next: MAYBE_DONE });
      throw new WorldError('NO_REPLY', error.message, { next: MAYBE_DONE, cause: error });
    }
  });
  if ('result' in conversation) return { reply: conversation.result, isRefused: isRefusal(conversation.result) };
  if (signal.aborted) throw new InterruptedError(NOT_SENT);
  if (where.unanswered !== undefined) {
    throw new WorldError('NAME_NOT_ANSWERED', `cannot connect to ${name}: ${unansweredText(where.unanswered)}`, {
      next: UNANSWERED_REMEDY,
    });
  }
  const { state, reason } = conversation.tcp;
  if (state === 'refused') {
    throw new WorldError('NOT_REACHED', `${name} is not started: nothing listens on TCP port ${port} (${reason})`, {
      next: `start a hypervisor there: ${dynamipsCommand({ host, port })}`,
    });
  }
  throw new WorldError('NOT_REACHED', `cannot connect to ${name}: ${state} (${reason})`, {
    next: `niostat probe ${name} says more`,
  });
}
