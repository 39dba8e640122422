import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ui } from '../../../core/ui.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { REPLY_CODE } from '../../../world/hypervisor/reply.ts';
import { RUN_BYTES } from '../frame.ts';
import type { RehearsalPlan } from '../plan.ts';
import { ReturnedFrames } from '../returned-frames.ts';
import { type Clearing, clearAll, RehearsalLeftovers } from './cleanup.ts';
import { enter, RehearsalRefused } from './open-hypervisor.ts';
import { countersOf, difference, rounds, sendRound } from './rounds.ts';
import { type Injector, type NioCounters, Stage } from './test-switches.ts';

export interface RehearsalOptions {
  /** For a connection and for each command. */
  readonly timeoutMs: number;
  /** Frames for each direction. */
  readonly frameCount: number;
}

/** What became of the frames that one end has sent. */
export interface Trip {
  readonly sent: number;
  /** Frames that came back to here, by the end at which they came out. */
  readonly returned: ReadonlyMap<number, number>;
  /** From sending the first one until it came back to here. */
  readonly roundTripMs?: number;
  /** What the NIOs have counted while it and the others of its round were sent. */
  readonly own: NioCounters;
  readonly peer: NioCounters;
}

/** What became of an end: `refusal` is the hypervisor's answer if it could not be created. */
export interface EndOutcome {
  readonly refusal?: string;
  readonly trip?: Trip;
  /** How frames reach it from here. */
  readonly injector?: Injector;
}

export interface RehearsalOutcome {
  readonly ends: readonly EndOutcome[];
  readonly versions: readonly (string | undefined)[];
}

/** How often it is asked whether the first frame has come in. */
const INJECTOR_ATTEMPTS = 10;
const INJECTOR_INTERVAL_MS = 20;

interface Visit extends Clearing {
  readonly version: string | undefined;
}

/**
 * Creates the NIOs of a plan on live hypervisors, sends frames through them both ways, and deletes everything again, however it
 * ends. Throws `RehearsalRefused` before anything is made, `HypervisorError` when a hypervisor fails, the reason of the signal when
 * it is aborted, and `RehearsalLeftovers` if it could not clean up.
 */
export async function rehearsePlan(plan: RehearsalPlan, options: RehearsalOptions, ui: Ui): Promise<RehearsalOutcome> {
  const returns = new ReturnedFrames(plan.nios.length);
  const visits = await visitAll(plan, returns, { ...options, signal: ui.signal });
  let failure: { error: unknown } | undefined;
  let outcome: RehearsalOutcome | undefined;
  try {
    outcome = await perform(plan, visits, returns, { ...options, ...ui });
  } catch (error) {
    failure = { error };
  }
  ui.progress('deleting everything that was made');
  const isLate = failure?.error instanceof HypervisorError && failure.error.code === 'TIMEOUT';
  const left = await clearAll(visits, isLate ? options.timeoutMs : undefined);
  if (left.length > 0) throw new RehearsalLeftovers(left, failure?.error);
  if (outcome === undefined) throw failure?.error;
  return outcome;
}

/** Connects to every hypervisor, looks whether it is empty, and claims it. */
async function visitAll(
  plan: RehearsalPlan,
  returns: ReturnedFrames,
  options: RehearsalOptions & Pick<Ui, 'signal'>,
): Promise<Visit[]> {
  const run = randomBytes(RUN_BYTES);
  const ports = new Map<string, Iterator<number, void, undefined>>();
  const portsOf = (machine: string): Iterator<number, void, undefined> => {
    const found = ports.get(machine) ?? plan.freePorts(machine);
    ports.set(machine, found);
    return found;
  };
  const entered = await Promise.all(plan.hypervisors.map((one) => enter(one, options)));
  const obstacles = entered.flatMap((one) => ('kind' in one ? [one] : []));
  const visits = entered.flatMap((one) => {
    if ('kind' in one) return [];
    const { hypervisor, session, version } = one;
    const address = {
      hypervisor: session.address,
      here: session.localAddress,
      freePorts: portsOf(hypervisor.machine),
    };
    const stage = new Stage(session.client, address, run, (end, frame) => returns.add(end, frame.sender, frame.number));
    return [{ hypervisor, session, stage, version }];
  });
  if (obstacles.length > 0 || options.signal.aborted) {
    await Promise.all(visits.map(({ session }) => session.close()));
    options.signal.throwIfAborted();
    throw new RehearsalRefused(obstacles);
  }
  return visits;
}

async function perform(
  plan: RehearsalPlan,
  visits: readonly Visit[],
  returns: ReturnedFrames,
  { frameCount, signal, progress }: RehearsalOptions & Ui,
): Promise<RehearsalOutcome> {
  await claimAll(visits);
  progress(`creating ${plan.nios.length} NIOs`);
  const refusals = await createAll(plan, visits, signal);
  await allEnded(
    visits.map(({ stage }, index) => {
      const own = plan.nios.filter(({ hypervisor, end }) => hypervisor === index && refusals[end] === undefined);
      return stage.connect(
        own.map(({ end }) => end),
        signal,
      );
    }),
  );
  await reachInjectors(visits, signal);
  const stageOf = (end: number): Stage => (visits[plan.nios[end]?.hypervisor ?? 0] as Visit).stage;
  const created = plan.nios.filter(({ end }) => refusals[end] === undefined);
  const trips = new Map<number, Trip>();
  let before = await countersOf(created, stageOf);
  // One direction of every link, then the other: so a counter says which direction it has counted.
  for (const [index, senders] of rounds(created).entries()) {
    const able = senders.filter(({ end }) => stageOf(end).injectorOf(end)?.isReached);
    const roundTrips = await sendRound(able, stageOf, returns, {
      frameCount,
      signal,
      onProgress: (done) => progress(`direction ${index + 1} of 2: ${done} of ${able.length} links`),
    });
    const after = await countersOf(created, stageOf);
    for (const { end, peer } of able) {
      const roundTripMs = roundTrips.get(end);
      trips.set(end, {
        sent: returns.sent(end),
        returned: returns.of(end),
        ...(roundTripMs === undefined ? {} : { roundTripMs }),
        own: difference(after.get(end), before.get(end)),
        peer: difference(after.get(peer), before.get(peer)),
      });
    }
    before = after;
  }
  return {
    versions: visits.map(({ version }) => version),
    ends: plan.nios.map(({ end }) => {
      const refusal = refusals[end];
      const trip = trips.get(end);
      const injector = stageOf(end).injectorOf(end);
      return {
        ...(refusal === undefined ? {} : { refusal }),
        ...(trip === undefined ? {} : { trip }),
        ...(injector === undefined ? {} : { injector }),
      };
    }),
  };
}

/** Two rehearsals may have found the hypervisors empty at the same moment; only one of them gets further. */
async function claimAll(visits: readonly Visit[]): Promise<void> {
  for (const { hypervisor, stage } of visits) {
    if (await stage.claim()) continue;
    throw new RehearsalRefused([{ hypervisor, kind: 'leftovers', detail: 'another rehearsal has just begun' }]);
  }
}

/** Machine by machine at the same time, on each in the order of the lab, for the order decides who gets a port. */
async function createAll(
  { hypervisors, nios }: RehearsalPlan,
  visits: readonly Visit[],
  signal: AbortSignal,
): Promise<(string | undefined)[]> {
  const refusals: (string | undefined)[] = [];
  await allEnded(
    [...new Set(hypervisors.map(({ machine }) => machine))].map(async (machine) => {
      for (const nio of nios.filter(({ hypervisor }) => hypervisors[hypervisor]?.machine === machine)) {
        signal.throwIfAborted();
        const { code, text } = await (visits[nio.hypervisor] as Visit).stage.create(nio);
        if (code !== REPLY_CODE.ok) refusals[nio.end] = `${code}-${text}`;
      }
    }),
  );
  return refusals;
}

async function reachInjectors(visits: readonly Visit[], signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < INJECTOR_ATTEMPTS; attempt++) {
    const waiting = visits.filter(({ stage }) => stage.injectors.some(({ isReached }) => !isReached));
    if (waiting.length === 0) return;
    signal.throwIfAborted();
    for (const { stage } of waiting) stage.tryInjectors();
    await delay(INJECTOR_INTERVAL_MS);
    for (const { stage } of waiting) await stage.refreshInjectors();
  }
}

/** Waits for all of them, also when one has failed: nothing may be made any more when everything is taken down. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') throw one.reason;
}
