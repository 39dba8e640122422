import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { OpenFiles } from '../../../core/kernel/open-files.ts';
import type { Ui } from '../../../core/ui.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { REPLY_CODE } from '../../../world/hypervisor/reply.ts';
import { peerOf, type RehearsalEnd, type RehearsalHypervisor } from '../ends.ts';
import { RUN_BYTES } from '../frame.ts';
import { RehearsalNames } from '../names.ts';
import { ReturnedFrames } from '../returned-frames.ts';
import type { Rehearsed, Trip } from '../tried.ts';
import { HypervisorsUnusable } from '../unusable-hypervisors.ts';
import { CLEANUP_MS, type Cleanup, cleanUpAll, RehearsalLeftovers } from './cleanup.ts';
import type { LocatedHypervisor } from './locate.ts';
import { type OpenHypervisor, openEmpty } from './open-hypervisor.ts';
import { recordRehearsal } from './records.ts';
import { packetsInto, type SwitchesOf, sendRound } from './rounds.ts';
import { type OnReturn, TestSwitches } from './test-switches.ts';

/** What a rehearsal is made with. */
export interface RehearsalSetup {
  readonly hypervisors: readonly LocatedHypervisor[];
  /** In the order in which the labs create their NIOs; all are on these hypervisors. */
  readonly ends: readonly RehearsalEnd[];
  /** UDP ports of a machine that may be used for NIOs of the rehearsal itself. */
  readonly freePortsOf: (machine: string) => Iterator<number, void, undefined>;
  /** True for a hypervisor of this host. */
  readonly isHere: (hypervisor: RehearsalHypervisor) => boolean;
  /** The descriptors of a hypervisor now, as far as they are known. */
  readonly descriptorsOf: (hypervisor: RehearsalHypervisor) => OpenFiles | undefined;
}

export interface RehearsalOptions {
  /** For a connection and for each command. */
  readonly timeoutMs: number;
  /** Frames for each direction. */
  readonly frameCount: number;
  /** Milliseconds for deleting everything again on each hypervisor; 45,000 if it is not given. */
  readonly cleanupMs?: number | undefined;
}

/** How often it is asked whether the first frame has come in. */
const INJECTOR_ATTEMPTS = 10;
const INJECTOR_INTERVAL_MS = 20;

const LOOPBACK = '127.0.0.1';

/** The ends that send first, and those that send then. */
const ROUNDS = [
  { side: 'a', round: 1 },
  { side: 'b', round: 2 },
] as const;

/** What a rehearsal has seen, and how it went. */
export interface RecordedRehearsal extends Rehearsed {
  /** Why it could not be written down what is made on a hypervisor, such as `EACCES`. */
  readonly unrecorded: readonly string[];
}

/** A hypervisor with what this rehearsal makes on it. */
interface TestHypervisor extends Cleanup, Pick<OpenHypervisor, 'version'> {}

/**
 * Creates the NIOs of all ends on live hypervisors, sends frames through them both ways, and deletes
 * everything again, however it ends. Throws `HypervisorsUnusable` before anything is made, `HypervisorError`
 * when a hypervisor fails, the reason of the signal when it is aborted, `OutOfDescriptors` when one cannot
 * open another socket, and `RehearsalLeftovers` if it could not clean up.
 */
export async function runRehearsal(
  setup: RehearsalSetup,
  options: RehearsalOptions,
  ui: Ui,
): Promise<RecordedRehearsal> {
  const returns = new ReturnedFrames(setup.ends);
  const opened = await openAll(setup.hypervisors, { ...options, signal: ui.signal });
  const hypervisors = await prepareAll(opened, setup, returns);
  let failure: { error: unknown } | undefined;
  let rehearsed: RecordedRehearsal | undefined;
  try {
    rehearsed = await tryEnds(setup.ends, hypervisors, returns, { ...options, ...ui });
  } catch (error) {
    failure = { error };
  }
  ui.progress('deleting everything that was made');
  const isLate = failure?.error instanceof HypervisorError && failure.error.code === 'TIMEOUT';
  const { timeoutMs, cleanupMs: limitMs = CLEANUP_MS } = options;
  const left = await cleanUpAll(hypervisors, { limitMs, lateMs: isLate ? timeoutMs : undefined });
  if (left.length > 0) throw new RehearsalLeftovers(left, failure?.error);
  if (rehearsed === undefined) throw failure?.error;
  return rehearsed;
}

/**
 * Connects to every hypervisor and looks whether it is empty; if one is not, or the signal is aborted, all
 * are closed again.
 */
async function openAll(
  hypervisors: readonly LocatedHypervisor[],
  options: RehearsalOptions & Pick<Ui, 'signal'>,
): Promise<OpenHypervisor[]> {
  const opened = await Promise.all(hypervisors.map((one) => openEmpty(one, options)));
  const unusable = opened.flatMap((one) => ('kind' in one ? [one] : []));
  const usable = opened.flatMap((one) => ('kind' in one ? [] : [one]));
  if (unusable.length > 0 || options.signal.aborted) {
    await Promise.all(usable.map(({ session }) => session.close()));
    options.signal.throwIfAborted();
    throw new HypervisorsUnusable(unusable);
  }
  return usable;
}

/** Writes down what will be made on each hypervisor, and makes nothing yet. */
async function prepareAll(
  hypervisors: readonly OpenHypervisor[],
  { ends, freePortsOf, isHere, descriptorsOf }: RehearsalSetup,
  returns: ReturnedFrames,
): Promise<TestHypervisor[]> {
  const run = randomBytes(RUN_BYTES);
  const names = new RehearsalNames(run);
  const machines = new Set(hypervisors.map(({ hypervisor }) => hypervisor.machine));
  // The hypervisors of a machine share its ports.
  const ports = new Map([...machines].map((machine) => [machine, freePortsOf(machine)]));
  return await Promise.all(
    hypervisors.map(async (one) => {
      const { hypervisor, session } = one;
      const addresses = {
        name: hypervisor.name,
        // On a host with several addresses the kernel may send from another one; the loopback is always the
        // same.
        hypervisor: isHere(hypervisor) ? LOOPBACK : session.address,
        here: isHere(hypervisor) ? LOOPBACK : session.localAddress,
        freePorts: ports.get(hypervisor.machine) ?? freePortsOf(hypervisor.machine),
        descriptors: () => descriptorsOf(hypervisor),
      };
      const onReturn: OnReturn = (end, frame) => returns.add(end, frame);
      const switches = new TestSwitches(session.client, addresses, { run, names }, onReturn);
      return { ...one, switches, record: await recordRehearsal(names, hypervisor, ends) };
    }),
  );
}

async function tryEnds(
  ends: readonly RehearsalEnd[],
  hypervisors: readonly TestHypervisor[],
  returns: ReturnedFrames,
  options: RehearsalOptions & Ui,
): Promise<RecordedRehearsal> {
  const { signal, progress } = options;
  const switchesByHypervisor = new Map(hypervisors.map(({ hypervisor, switches }) => [hypervisor, switches]));
  const switchesOf: SwitchesOf = ({ hypervisor }) => switchesByHypervisor.get(hypervisor) as TestSwitches;
  await claimAll(hypervisors);
  progress(`creating ${ends.length} NIOs`);
  const refusals = await createAll(ends, switchesOf, signal);
  const created = ends.filter((end) => !refusals.has(end));
  await allEnded(
    hypervisors.map(({ hypervisor, switches }) =>
      switches.connect(
        created.filter((end) => end.hypervisor === hypervisor),
        signal,
      ),
    ),
  );
  await reachInjectors(hypervisors, signal);
  const trips = await sendBothWays(created, switchesOf, returns, options);
  return {
    unrecorded: hypervisors.flatMap(({ record }) => record.why ?? []),
    versions: new Map(hypervisors.map(({ hypervisor, version }) => [hypervisor, version])),
    tried: new Map(
      ends.map((end) => [
        end,
        { refusal: refusals.get(end), trip: trips.get(end), injector: switchesOf(end).injectorOf(end) },
      ]),
    ),
  };
}

/** Two rehearsals may have found the hypervisors empty at the same moment; at most one gets further. */
async function claimAll(hypervisors: readonly TestHypervisor[]): Promise<void> {
  for (const { hypervisor, switches } of hypervisors) {
    if (await switches.claim()) continue;
    throw new HypervisorsUnusable([{ hypervisor, kind: 'leftovers', detail: 'another rehearsal has just begun' }]);
  }
}

/**
 * Machine by machine at the same time, on each in the order of the lab, for the order decides who gets a
 * port. Returns the answers of hypervisors that have refused.
 */
async function createAll(
  ends: readonly RehearsalEnd[],
  switchesOf: SwitchesOf,
  signal: AbortSignal,
): Promise<ReadonlyMap<RehearsalEnd, string>> {
  const refusals = new Map<RehearsalEnd, string>();
  await allEnded(
    [...new Set(ends.map(({ hypervisor }) => hypervisor.machine))].map(async (machine) => {
      for (const end of ends.filter(({ hypervisor }) => hypervisor.machine === machine)) {
        signal.throwIfAborted();
        const { code, text } = await switchesOf(end).create(end);
        if (code !== REPLY_CODE.ok) refusals.set(end, `${code}-${text}`);
      }
    }),
  );
  return refusals;
}

async function reachInjectors(hypervisors: readonly TestHypervisor[], signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < INJECTOR_ATTEMPTS; attempt++) {
    const waiting = hypervisors.filter(({ switches }) => switches.injectors.some(({ isReached }) => !isReached));
    if (waiting.length === 0) return;
    signal.throwIfAborted();
    for (const { switches } of waiting) switches.tryInjectors();
    await delay(INJECTOR_INTERVAL_MS);
    for (const { switches } of waiting) await switches.refreshInjectors();
  }
}

/** One direction of every link, then the other: so a counter says which direction it has counted. */
async function sendBothWays(
  ends: readonly RehearsalEnd[],
  switchesOf: SwitchesOf,
  returns: ReturnedFrames,
  { frameCount, signal, progress }: RehearsalOptions & Ui,
): Promise<ReadonlyMap<RehearsalEnd, Trip>> {
  const trips = new Map<RehearsalEnd, Trip>();
  let before = await packetsInto(ends, switchesOf);
  for (const { side, round } of ROUNDS) {
    const senders = ends.filter((end) => end.side === side && switchesOf(end).injectorOf(end)?.isReached);
    const roundTrips = await sendRound(senders, switchesOf, returns, {
      frameCount,
      signal,
      onProgress: (done) => progress(`direction ${round} of 2: ${done} of ${senders.length} links`),
    });
    const after = await packetsInto(ends, switchesOf);
    const counted = (end: RehearsalEnd): number => (after.get(end) ?? 0) - (before.get(end) ?? 0);
    for (const end of senders) {
      trips.set(end, {
        sent: returns.sent(end),
        returned: returns.of(end),
        roundTripMs: roundTrips.get(end),
        countedAtSender: counted(end),
        countedAtPeer: counted(peerOf(end)),
      });
    }
    before = after;
  }
  return trips;
}

/**
 * Waits for all of them, also when one has failed: nothing may be made any more when everything is taken
 * down.
 */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') throw one.reason;
}
