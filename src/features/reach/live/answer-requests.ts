import { pause } from '../../../world/network/pause.ts';
import { requireUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import { isTaken, type RefusedPort, refusalError } from '../refused-ports.ts';
import type { ResponderTotals } from '../respond-result.ts';
import { ownersOf } from './port-owners.ts';
import { openResponder, type ResponderOptions } from './responder.ts';

export interface AnswerOptions {
  readonly durationMs: number;
  readonly signal: AbortSignal;
  /** Called when every port is open, unless the signal has come before. */
  readonly onOpen: () => void;
}

/** What came and went while the ports were open, and how long that was. */
export interface Answered {
  readonly totals: ResponderTotals;
  readonly listenedMs: number;
}

/**
 * Opens all ports, answers until the time is over or the signal comes, and closes. Throws `WorldError` if a
 * port is refused.
 */
export async function answerRequests(
  options: ResponderOptions,
  { durationMs, signal, onOpen }: AnswerOptions,
): Promise<Answered> {
  if (options.udpPorts.length > 0) requireUdpSockets();
  const opened = await openResponder(options);
  if ('refused' in opened) throw await whyRefused(opened.refused, options);
  const { responder } = opened;
  const startedAt = performance.now();
  try {
    if (!signal.aborted) onOpen();
    await pause(durationMs, signal);
  } finally {
    await responder.close();
  }
  return { totals: responder.totals, listenedMs: performance.now() - startedAt };
}

async function whyRefused(
  refused: readonly RefusedPort[],
  { address, udpPorts, tcpPorts }: ResponderOptions,
): Promise<Error> {
  const taken = refused.filter(isTaken);
  const owners = taken.length === 0 ? [] : await ownersOf(taken);
  return refusalError({ refused, wanted: udpPorts.length + tcpPorts.length, address, owners });
}
