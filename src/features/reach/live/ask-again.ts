import { pause } from '../../../world/network/pause.ts';
import { apart } from '../apart.ts';
import type { Receipt } from '../receipts.ts';
import type { ReceiptQuestions } from './ask-receipts.ts';
import { probeRequest } from './protocol.ts';
import type { ResponderSocket } from './responder-socket.ts';
import type { ResponderAccess } from './udp-port.ts';

/**
 * Probes under way at a time. Their answers wait in one queue, which on Linux holds 256 (docs/FACTS.md,
 * "Probing a NIO"): none is lost while this process waits for a core.
 */
const WINDOW = 64;

/** Probes that leave one after the other, before a pause of `SPACING_MS`. */
const TOGETHER = 4;

const SPACING_MS = 1;

/** Before a round, so many times its number, up to the longest: what has lost the one before may be over. */
const REST_MS = 100;
const LONGEST_REST_MS = 400;

/** Rounds without any answer after which silence is no accident, where nothing else was lost. */
const QUIET_ROUNDS = 3;

/** The same where ports answer that were silent before: what is still silent may have had bad luck. */
const QUIET_LOSSY_ROUNDS = 6;

/** With half of all datagrams lost each way one port of three hundred is silent after so many. */
const MOST_ROUNDS = 20;

export interface AgainOptions {
  readonly socket: ResponderSocket;
  readonly known: ResponderAccess;
  readonly receipts: ReceiptQuestions;
  /** Called with a port that answers after all. */
  readonly onAnswer: (port: number) => void;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks silent UDP ports of a responder again, slowly, in rounds apart from each other, and neighbours apart:
 * a burst of loss must not look like a filter. What the responder has received of a run decides when no more
 * answers come, and not a clock. Returns what it has received on those that stay silent, as far as it tells.
 */
export async function askAgain(ports: Iterable<number>, options: AgainOptions): Promise<Map<number, Receipt>> {
  const { socket, known, receipts, onAnswer, waitMs, signal } = options;
  const silent = new Map([...ports].map((port) => [port, probeRequest(known.run, { port, token: known.token })]));
  for (const [port, probe] of silent) {
    socket.listen(probe, () => {
      socket.forget(probe);
      silent.delete(port);
      onAnswer(port);
    });
  }
  const told = new Map<number, Receipt>();
  const total = silent.size;
  let quiet = 0;
  for (let round = 1; round <= MOST_ROUNDS && silent.size > 0 && !signal.aborted; round++) {
    if (receipts.isGone || quiet >= (silent.size < total ? QUIET_LOSSY_ROUNDS : QUIET_ROUNDS)) break;
    await pause(Math.min(LONGEST_REST_MS, REST_MS * round), signal);
    const before = silent.size;
    const order = apart([...silent.keys()]);
    for (let first = 0; first < order.length && !signal.aborted && !receipts.isGone; first += WINDOW) {
      const some = order.slice(first, first + WINDOW);
      await probeSlowly(
        some.flatMap((port) => silent.get(port) ?? []),
        options,
      );
      for (const [port, receipt] of (await receipts.of(some)) ?? []) told.set(port, receipt);
    }
    // On their way the last answers may have been overtaken, over TCP all of them.
    await pause(waitMs, signal);
    quiet = silent.size < before ? 0 : quiet + 1;
  }
  for (const probe of silent.values()) socket.forget(probe);
  return told;
}

async function probeSlowly(
  probes: readonly ReturnType<typeof probeRequest>[],
  { socket, signal }: AgainOptions,
): Promise<void> {
  for (const [index, probe] of probes.entries()) {
    if (index > 0 && index % TOGETHER === 0) await pause(SPACING_MS, signal);
    socket.send(probe);
  }
}
