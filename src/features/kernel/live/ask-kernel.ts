import { release } from 'node:os';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { KernelMethod } from '../../../core/kernel/kernel-file.ts';
import { knowledgeOf } from '../../../core/kernel/knowledge.ts';
import type { SituationId } from '../../../core/kernel/situation.ts';
import type { OperatingSystem } from '../../../core/lab/lab.ts';
import type { ProbeTarget } from '../../../core/lab/probe-target.ts';
import type { Ui } from '../../../core/ui.ts';
import { EMBEDDED_SUFFIX } from '../../../world/hypervisor/embedded/embedded-suffix.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { requireUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import { type Asked, askSituations } from './ask-situations.ts';
import { withHypervisorPair, withStartedPair } from './hypervisor-pair.ts';
import { meansHere, OwnMakers } from './own-makers.ts';
import { ProgramMakers } from './program-makers.ts';

/** What makes the NIOs of the situations. */
export type KernelSubject =
  /** A Dynamips that is installed, of which two are started. */
  | { readonly program: string }
  /** Two hypervisors that run on this host and are empty. */
  | { readonly hypervisors: readonly [ProbeTarget, ProbeTarget] };

export interface AskedKernel {
  readonly system: OperatingSystem;
  readonly release: string;
  readonly method: KernelMethod;
  readonly asked: readonly Asked[];
}

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, OperatingSystem>>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/** Asks this machine, the way that the subject says. Throws as `kernel` does. */
export async function askKernelHere(
  {
    subject,
    names = new HostNames(),
  }: { readonly subject?: KernelSubject | undefined; readonly names?: HostNames | undefined },
  ui: Ui,
): Promise<AskedKernel> {
  const system = SYSTEMS[process.platform];
  if (system === undefined) {
    throw new WorldError('UNKNOWN_SYSTEM', `niostat predicts nothing for ${process.platform}`, {
      next: 'run it on Linux, macOS or Windows',
    });
  }
  requireUdpSockets();
  const means = await meansHere(system, names);
  const knowledge = knowledgeOf(system);
  const answerTo = (id: SituationId) => knowledge.answerTo(id);
  const here = { system, release: release() };
  if (subject === undefined) {
    const asked = await askSituations(new OwnMakers(means), answerTo, ui);
    return { ...here, method: { by: 'own-sockets' }, asked };
  }
  const withPair =
    'program' in subject ? withStartedPair(subject.program, ui) : withHypervisorPair(subject.hypervisors, names, ui);
  return await withPair(async (pair) => {
    const { version, generation } = pair;
    const isEmbedded = version.endsWith(EMBEDDED_SUFFIX);
    const makers = new ProgramMakers({ ...means, program: generation, isEmbedded }, pair);
    const asked = await askSituations(makers, answerTo, ui);
    return { ...here, method: { by: 'program', program: 'dynamips', version, generation }, asked };
  });
}
