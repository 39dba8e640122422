import { setMaxListeners } from 'node:events';
import { isLoopback } from '../../../core/address/host.ts';
import type { Ui } from '../../../core/ui.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { type Observation, observe } from '../../../world/hypervisor/observe.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { Slots } from '../../../world/network/slots.ts';
import { readThisHost, type ThisHostReading } from '../../../world/sockets/this-host.ts';
import { afterQuestions } from '../connection.ts';
import { MOST_ASKED } from '../most-asked.ts';
import type { ObservedHypervisor, SaveOutcome, TargetToProbe } from '../observed.ts';
import { PATIENCE_MS, patiently } from './patiently.ts';
import { type ProbedConsoles, probeConsoles } from './probe-consoles.ts';
import { saveConfiguration } from './save-configuration.ts';
import { withGreetings } from './who-greets.ts';
import { withListeners } from './who-listens.ts';

interface ObservingOptions {
  /** For each connection, and again for each command. */
  readonly timeoutMs: number;
  /** For all that one hypervisor and its consoles are asked; what is left then is left out. */
  readonly deadlineMs: number;
  /** How many hypervisors and consoles are asked at once; those that are late are waited for in addition. */
  readonly concurrency: number;
  /** False leaves the consoles alone. */
  readonly consoles: boolean;
  readonly names: HostNames | undefined;
  /** Reads the sockets of this host with their owners, or gives what was read. */
  readonly readHere: (() => Promise<ThisHostReading>) | undefined;
}

/** What all hypervisors of one probe share. */
interface Shared extends Pick<ObservingOptions, 'timeoutMs' | 'deadlineMs' | 'consoles'> {
  readonly names: HostNames;
  readonly slots: Slots;
  readonly signal: AbortSignal;
}

/** Looks at hypervisors and their consoles, many at a time. What cannot be reached is part of the answer. */
export async function observeHypervisors(
  targets: readonly TargetToProbe[],
  options: ObservingOptions,
  ui: Ui,
): Promise<ObservedHypervisor[]> {
  const { timeoutMs, deadlineMs, concurrency, consoles, names = new HostNames({ timeoutMs }) } = options;
  const { readHere = () => readThisHost({ allOwners: false }) } = options;
  const shared = {
    timeoutMs,
    deadlineMs,
    consoles,
    names,
    slots: new Slots(concurrency),
    signal: ownSignal(ui.signal),
  };
  // All names at once: those that nobody answers for must not be waited for one after the other.
  for (const { target } of targets) void names.addressesOf(target.host, shared.signal);
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
  const greeted = consoles ? await withGreetings(observed, shared) : observed;
  return await withListeners(greeted, names, readHere);
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
  const { untilMs, ...observed } = await shared.slots.within((giveWay) => observeHypervisor(target, shared, giveWay));
  const { consoles, leftOut }: ProbedConsoles = shared.consoles
    ? await probeConsoles(observed, { ...shared, untilMs })
    : { consoles: [], leftOut: [] };
  return { ...observed, consoles, leftOut: [...(observed.observation.leftOut ?? []), ...leftOut] };
}

/** What was seen before the consoles are tried, and until when they may be. */
interface Questioned extends Omit<ObservedHypervisor, 'consoles' | 'leftOut'> {
  readonly untilMs: number;
}

async function observeHypervisor(
  { target, expectation, saveFile }: TargetToProbe,
  { names, timeoutMs, deadlineMs, signal }: Shared,
  giveWay: () => void,
): Promise<Questioned> {
  const { host, port, kind } = target;
  const where = await patiently(giveWay, () => names.whereIs(host, signal));
  const { unanswered } = where;
  const untilMs = performance.now() + deadlineMs;
  const session = {
    timeoutMs,
    // The command that is under way when no more are to be asked may end.
    deadlineMs: deadlineMs + timeoutMs,
    onLate: { afterMs: PATIENCE_MS, call: giveWay },
    signal,
  };
  const conversation = await withHypervisor({ host, port, ...where }, session, async (client, { address }) => {
    const questions = kind === 'dynamips' ? 'everything' : 'version';
    const observation = await observe(client, { questions, untilMs, most: MOST_ASKED });
    const save =
      saveFile === undefined
        ? undefined
        : await saveAfter(observation, client, { file: saveFile, isHere: names.isOwnAddress(address) });
    return { observation, save, isInterrupted: signal.aborted };
  });
  const { tcp, address } = conversation;
  const isThisHost = !isLoopback(host) && (await names.isThisHost(host, signal));
  const about = { target, expectation, address, isThisHost, untilMs };
  if (!('result' in conversation)) return { ...about, tcp, unanswered, observation: {}, save: undefined };
  const { observation, save, isInterrupted } = conversation.result;
  return { ...about, tcp: afterQuestions(tcp, observation, { isInterrupted }), observation, save };
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
