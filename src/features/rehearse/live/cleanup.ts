import { setTimeout as delay } from 'node:timers/promises';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import {
  type HypervisorAddress,
  type HypervisorSession,
  withHypervisor,
} from '../../../world/hypervisor/with-hypervisor.ts';
import type { LocatedHypervisor } from './locate.ts';
import type { OwnRecord } from './records.ts';
import type { TestSwitches } from './test-switches.ts';

/** Taking things down must not fail because a hypervisor is slow. */
const CLEANUP_TIMEOUT_MS = 15_000;

/** What was made could not be taken down again. */
export class RehearsalLeftovers extends Error {
  /** `places` are hypervisors, each with the reason. */
  constructor(places: readonly string[], cause: unknown) {
    super(places.join('\n'), { cause });
  }
}

/** What is to be taken down on one hypervisor. */
export interface Cleanup extends LocatedHypervisor {
  readonly session: HypervisorSession;
  readonly switches: TestSwitches;
  readonly record: OwnRecord;
}

/**
 * Takes everything down, over new connections, for the first may have failed; returns where that was not
 * possible, and why. With `lateMs` it looks a second time after so long: what was not answered in time may
 * have been carried out all the same.
 */
export async function cleanUpAll(cleanups: readonly Cleanup[], lateMs: number | undefined): Promise<string[]> {
  const left = await Promise.all(
    cleanups.map(async (one) => {
      try {
        return (await cleanUpOne(one, lateMs)) ?? [];
      } finally {
        await one.switches.close();
      }
    }),
  );
  return left.flat();
}

async function cleanUpOne(
  { hypervisor, address, session, switches, record }: Cleanup,
  lateMs: number | undefined,
): Promise<string | undefined> {
  await session.close();
  if (!switches.hasMade) return await record.remove().then(() => undefined);
  const cleaned = await withNewClient({ address }, async (own) => {
    await switches.deleteAll(own);
    if (lateMs === undefined) return;
    await delay(lateMs);
    await switches.deleteMade(own);
  });
  // Nobody listens any more: with the process everything is gone that it had.
  if (!('done' in cleaned || cleaned.isGone)) return `${hypervisor.name}: ${cleaned.why}`;
  if (!switches.mayStillMake || 'isGone' in cleaned) await record.remove();
  return undefined;
}

/** What came of work on a new connection. */
export type ClientOutcome<T> = { readonly done: T } | { readonly why: string; readonly isGone: boolean };

/** Connects, does something, and closes the connection. Never throws what a hypervisor can cause. */
export async function withNewClient<T>(
  { address, signal }: { readonly address: HypervisorAddress; readonly signal?: AbortSignal | undefined },
  work: (client: HypervisorClient) => Promise<T>,
): Promise<ClientOutcome<T>> {
  try {
    const outcome = await withHypervisor(address, { timeoutMs: CLEANUP_TIMEOUT_MS, signal }, work);
    if ('result' in outcome) return { done: outcome.result };
    const { state, reason } = outcome.tcp;
    return { why: `${state} (${reason})`, isGone: state === 'refused' };
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return { why: error.detail, isGone: false };
  }
}
