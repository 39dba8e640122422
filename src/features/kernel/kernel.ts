import { KERNEL_FILE_VERSION, type KernelFile } from '../../core/kernel/kernel-file.ts';
import { outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { askKernelHere, type KernelSubject } from './live/ask-kernel.ts';
import type { Asked } from './live/ask-situations.ts';
import type { KernelResult, SituationResult, SituationVerdict } from './result.ts';

export interface KernelOptions {
  /** What makes the NIOs; sockets of niostat's own if it is not given. */
  readonly subject?: KernelSubject | undefined;
  readonly names?: HostNames | undefined;
}

export type { KernelSubject } from './live/ask-kernel.ts';

/**
 * Asks the kernel of this machine what it does with sockets that meet on one port, on ports that nobody has,
 * and holds the answers against what is predicted for its system. Leaves nothing behind. Throws `InputError`
 * for a program or a file that cannot be used, `WorldError` if the machine cannot be asked, and
 * `InterruptedError` when the signal is aborted.
 */
export async function kernel(options: KernelOptions = {}, ui: Ui = quietUi()): Promise<KernelResult> {
  const startedAt = performance.now();
  const { system, release, method, asked } = await askKernelHere(options, ui);
  const situations = asked.map(({ result }) => result);
  return {
    schemaVersion: 1,
    outcome: outcomeOfAsked(asked),
    system,
    release,
    method,
    situations,
    counts: countsOf(situations),
    elapsedMs: Math.round(performance.now() - startedAt),
  };
}

function outcomeOfAsked(asked: readonly Asked[]): KernelResult['outcome'] {
  const isTried = asked.some(({ result }) => result.verdict !== 'not-tried');
  return outcomeOf({
    unknown: !isTried || asked.some(({ hasFailed }) => hasFailed),
    findings: asked.some(({ result }) => result.verdict === 'differs'),
  });
}

function countsOf(situations: readonly SituationResult[]): Record<SituationVerdict, number> {
  const counts = { agrees: 0, differs: 0, new: 0, 'not-tried': 0 };
  for (const { verdict } of situations) counts[verdict]++;
  return counts;
}

/** The answers as `--kernel` reads them; what was not tried is not in it. */
export function kernelFileOf(
  { system, release, method, situations }: Pick<KernelResult, 'system' | 'release' | 'method' | 'situations'>,
  date = new Date(),
): KernelFile {
  return {
    schemaVersion: KERNEL_FILE_VERSION,
    kind: 'niostat-kernel',
    system,
    release,
    date: date.toISOString().slice(0, 10),
    method,
    observations: situations.flatMap(({ situation, observed }) => {
      if (observed === undefined) return [];
      const { bind, receiver, error } = observed;
      return [{ situation, bind, receiver, ...(error === undefined ? {} : { error }) }];
    }),
  };
}
