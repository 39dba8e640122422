import { setMaxListeners } from 'node:events';
import type { Ui } from '../../../core/ui.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { type Observation, observe } from '../../../world/hypervisor/observe.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { Slots } from '../../../world/network/slots.ts';
import { afterQuestions } from '../connection.ts';
import { consolesToProbe } from '../console-ports.ts';
import type { ObservedHypervisor, SaveOutcome, TargetToProbe } from '../observed.ts';
import type { ProbedConsole } from '../result.ts';
import { probeConsole } from './probe-console.ts';
import { saveConfiguration } from './save-configuration.ts';
import { withListeners } from './who-listens.ts';

/**
 * A hypervisor answers in a millisecond or two; one that stays just inside the time limit with every single
 * command is cut off after so many of them.
 */
const SLOWEST_COMMANDS = 20;

/**
 * Nearly everything answers in milliseconds; who has not by then is only waited for, while others are asked.
 */
const PATIENCE_MS = 200;

interface ObservingOptions {
  /** For each connection, and again for each command. */
  readonly timeoutMs: number;
  /** How many hypervisors and consoles are asked at once; those that are late are waited for in addition. */
  readonly concurrency: number;
  /** False leaves the consoles alone. */
  readonly consoles: boolean;
  readonly names: HostNames | undefined;
}

/** What all hypervisors of one probe share. */
interface Shared extends Pick<ObservingOptions, 'timeoutMs' | 'consoles'> {
  readonly names: HostNames;
  readonly slots: Slots;
  readonly signal: AbortSignal;
}

/** Looks at hypervisors and their consoles, many at a time. What cannot be reached is part of the answer. */
export async function observeHypervisors(
  targets: readonly TargetToProbe[],
  { timeoutMs, concurrency, consoles, names = new HostNames({ timeoutMs }) }: ObservingOptions,
  ui: Ui,
): Promise<ObservedHypervisor[]> {
  const shared = { timeoutMs, consoles, names, slots: new Slots(concurrency), signal: ownSignal(ui.signal) };
  let done = 0;
  const progress = (): void => ui.progress(`probing: ${done} of ${targets.length} hypervisors`);
  progress();
  const observed = await Promise.all(
    targets.map(async (target) => {
      const observed = await observeWithConsoles(target, shared);
      done++;
      progress();
      return observed;
    }),
  );
  return await withListeners(observed, names);
}

/**
 * A signal that follows the caller's: every connection listens to it, and so many listeners on one that is
 * not ours would be warned of.
 */
function ownSignal(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

async function observeWithConsoles(target: TargetToProbe, shared: Shared): Promise<ObservedHypervisor> {
  const observed = await shared.slots.within((giveWay) => observeHypervisor(target, shared, giveWay));
  return { ...observed, consoles: await probeConsoles(observed, shared) };
}

async function observeHypervisor(
  { target, expectation, saveFile }: TargetToProbe,
  { names, timeoutMs, signal }: Shared,
  giveWay: () => void,
): Promise<Omit<ObservedHypervisor, 'consoles'>> {
  const { host, port, kind } = target;
  const where = await patiently(giveWay, () => names.whereIs(host, signal));
  const { unanswered } = where;
  const session = {
    timeoutMs,
    deadlineMs: SLOWEST_COMMANDS * timeoutMs,
    onLate: { afterMs: PATIENCE_MS, call: giveWay },
    signal,
  };
  const conversation = await withHypervisor({ host, port, ...where }, session, async (client, { address }) => {
    const observation = await observe(client, kind === 'dynamips' ? 'everything' : 'version');
    const save =
      saveFile === undefined
        ? undefined
        : await saveAfter(observation, client, { file: saveFile, isHere: names.isOwnAddress(address) });
    return { observation, save, isInterrupted: signal.aborted };
  });
  const { tcp, address } = conversation;
  if (!('result' in conversation)) {
    return { target, expectation, tcp, address, unanswered, observation: {}, save: undefined };
  }
  const { observation, save, isInterrupted } = conversation.result;
  return {
    target,
    expectation,
    tcp: afterQuestions(tcp, observation, { isInterrupted }),
    address,
    observation,
    save,
  };
}

/** Only a hypervisor that has answered every question is told to save. */
async function saveAfter(
  { error, bridges, nios }: Observation,
  client: HypervisorClient,
  where: { readonly file: string; readonly isHere: boolean },
): Promise<SaveOutcome | undefined> {
  if (error !== undefined || nios === undefined) return undefined;
  return await saveConfiguration(client, { ...where, bridgeCount: bridges?.length ?? 0 });
}

async function probeConsoles(
  observed: Omit<ObservedHypervisor, 'consoles'>,
  { consoles, slots, timeoutMs, signal, names }: Shared,
): Promise<ProbedConsole[]> {
  const { address } = observed;
  if (address === undefined || !consoles) return [];
  return await Promise.all(
    consolesToProbe(observed).map((row) =>
      slots.within((giveWay) => patiently(giveWay, () => probeConsole(address, row, { timeoutMs, signal, names }))),
    ),
  );
}

/** Does something, and gives way when it takes longer than a host that is well takes to answer. */
async function patiently<T>(giveWay: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(giveWay, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
