import { InputError } from '../../core/errors/input-error.ts';
import { InterruptedError } from '../../core/errors/interrupted-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { checkRequest, encodeRequest, RequestError } from '../../world/hypervisor/request.ts';
import { withHypervisor } from '../../world/hypervisor/with-hypervisor.ts';
import { HostNames } from '../../world/network/host-names.ts';

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

/** Commands that destroy something. `save_config` belongs to them: it makes Dynamips die if it has a hub. */
const DESTRUCTIVE = /^(stop|reset|save_config|clean_delete|(slot_)?remove.*|delete.*)$/;

/** The one line that the words of the command line make: a single word with blanks in it is the line itself. */
export function commandLine(words: readonly string[]): string {
  try {
    const [only = ''] = words;
    return words.length === 1 ? checkRequest(only) : encodeRequest(words);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new InputError('BAD_COMMAND', error.message, {
      next: 'a command is a module, a command and arguments, as in: hypervisor version',
    });
  }
}

/** True if the command ends or deletes something, so that the user is asked first. */
export function isDestructive(line: string): boolean {
  return line
    .split(/[\s"]+/)
    .filter((word) => word !== '')
    .slice(0, 2)
    .some((word) => DESTRUCTIVE.test(word));
}

const NOT_SENT = 'interrupted before the command was sent';
const MAYBE_DONE = 'the command may have been carried out all the same';

/** Sends one line to a hypervisor and returns its reply, whatever it says. Throws `WorldError` if there is none. */
export async function send(
  { host, port, name }: ProbeTarget,
  command: string,
  { timeoutMs, names = new HostNames() }: { readonly timeoutMs: number; readonly names?: HostNames | undefined },
  { signal }: Ui = quietUi(),
): Promise<SendResult> {
  const addresses = await names.addressesOf(host);
  const outcome = await withHypervisor({ host, port, addresses }, { timeoutMs, signal }, async (client) => {
    if (signal.aborted) throw new InterruptedError(NOT_SENT);
    try {
      return await client.exchange(command);
    } catch (error) {
      if (signal.aborted) throw new InterruptedError('interrupted before the reply', { next: MAYBE_DONE });
      throw new WorldError('NO_REPLY', (error as Error).message, { next: MAYBE_DONE, cause: error });
    }
  });
  if (!('result' in outcome)) {
    if (signal.aborted) throw new InterruptedError(NOT_SENT);
    const { state, reason } = outcome.tcp;
    throw new WorldError('NOT_REACHED', `cannot connect to ${name}: ${state} (${reason})`, {
      next: `niostat probe ${name} says more`,
    });
  }
  const { code, text, messages } = outcome.result;
  return {
    schemaVersion: 1,
    outcome: outcomeOf({ findings: code >= 200 }),
    target: name,
    command,
    reply: { code, text, messages },
  };
}
