import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { type ExchangeOptions, exchange } from './live/exchange.ts';

export { commandLine } from './live/command-line.ts';
export { isDestructive } from './live/is-destructive.ts';

export interface SendResult {
  readonly schemaVersion: 1;
  /** `findings` if the hypervisor refuses. */
  readonly outcome: Outcome;
  readonly target: string;
  /** The line that was sent. */
  readonly command: string;
  readonly reply: {
    /** 100 if it was done, 200 and more if it was refused. */
    readonly code: number;
    readonly text: string;
    /** The lines before the last. */
    readonly messages: readonly string[];
  };
}

/**
 * Sends one line to a hypervisor and returns its reply, whatever it says. Throws `WorldError` if there is
 * none, `InterruptedError` if the signal comes first.
 */
export async function send(
  target: ProbeTarget,
  command: string,
  options: ExchangeOptions,
  { signal }: Ui = quietUi(),
): Promise<SendResult> {
  const { reply, isRefused } = await exchange(target, command, options, signal);
  const { code, text, messages } = reply;
  return {
    schemaVersion: 1,
    outcome: outcomeOf({ findings: isRefused }),
    target: target.name,
    command,
    reply: { code, text, messages },
  };
}
