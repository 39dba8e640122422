import type { HypervisorError } from '../../world/hypervisor/hypervisor-error.ts';
import type { Observation } from '../../world/hypervisor/observe.ts';
import type { TcpResult } from '../../world/network/tcp.ts';

/**
 * What a connection that was accepted comes to after the questions: a port that accepts is still no
 * hypervisor before it has said its version. `isInterrupted`: the user has ended the questions.
 */
export function afterQuestions(
  tcp: TcpResult,
  { version, error }: Observation,
  { isInterrupted }: { readonly isInterrupted: boolean },
): TcpResult {
  if (isInterrupted && error !== undefined) return { ...tcp, state: 'interrupted', reason: 'interrupted' };
  if (version !== undefined && !/^v?\d/.test(version)) {
    return { ...tcp, state: 'not-a-hypervisor', reason: 'bad-reply' };
  }
  if (version !== undefined || error === undefined) return tcp;
  return { ...tcp, ...silenceOf(error) };
}

function silenceOf({ code }: HypervisorError): Pick<TcpResult, 'state' | 'reason'> {
  if (code === 'TIMEOUT') return { state: 'timeout', reason: 'no-reply' };
  const reason = code === 'CLOSED' || code === 'CONNECTION' ? 'closed' : 'bad-reply';
  return { state: 'not-a-hypervisor', reason };
}
