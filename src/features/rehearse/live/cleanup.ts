import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../../../core/text/counted.ts';
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

/**
 * For everything that is taken down on one hypervisor, once it is reached: a thousand NIOs take 20 s where
 * nothing wakes Dynamips. Nobody waits longer than this and the time for the connection, a minute together.
 */
export const CLEANUP_MS = 45_000;

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

export interface CleanupOptions {
  /** For everything on one hypervisor; what is left then is left. */
  readonly limitMs: number;
  /**
   * After how long it looks a second time: what was not answered in time may have been carried out all the
   * same.
   */
  readonly lateMs: number | undefined;
}

/**
 * Takes everything down, over new connections, for the first may have failed; returns where that was not
 * possible, how much is left there, and why.
 */
export async function cleanUpAll(cleanups: readonly Cleanup[], options: CleanupOptions): Promise<string[]> {
  const left = await Promise.all(
    cleanups.map(async (one) => {
      try {
        return (await cleanUpOne(one, options)) ?? [];
      } finally {
        await one.switches.close();
      }
    }),
  );
  return left.flat();
}

async function cleanUpOne(
  { hypervisor, address, session, switches, record }: Cleanup,
  { lateMs, limitMs }: CleanupOptions,
): Promise<string | undefined> {
  await session.close();
  if (!switches.hasMade) return await record.remove().then(() => undefined);
  const cleaned = await withNewClient({ address, limitMs }, async (own) => {
    await switches.deleteAll(own);
    if (lateMs === undefined) return;
    await delay(Math.min(lateMs, CLEANUP_TIMEOUT_MS));
    await switches.deleteMade(own);
  });
  // Nobody listens any more: with the process everything is gone that it had.
  if (!('done' in cleaned || cleaned.isGone)) {
    return `${hypervisor.name}: ${counted(switches.leftCount, 'object')} may be left: ${cleaned.why}`;
  }
  if (!switches.mayStillMake || 'isGone' in cleaned) await record.remove();
  return undefined;
}

/** What came of work on a new connection. */
export type ClientOutcome<T> = { readonly done: T } | { readonly why: string; readonly isGone: boolean };

interface NewClientOptions {
  readonly address: HypervisorAddress;
  /** For all commands together. */
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Connects, does something, and closes the connection. Never throws what a hypervisor can cause. */
export async function withNewClient<T>(
  { address, limitMs, signal }: NewClientOptions,
  work: (client: HypervisorClient) => Promise<T>,
): Promise<ClientOutcome<T>> {
  try {
    const options = { timeoutMs: CLEANUP_TIMEOUT_MS, deadlineMs: limitMs, signal };
    const outcome = await withHypervisor(address, options, work);
    if ('result' in outcome) return { done: outcome.result };
    const { state, reason } = outcome.tcp;
    return { why: `${state} (${reason})`, isGone: state === 'refused' };
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return { why: error.detail, isGone: false };
  }
}
