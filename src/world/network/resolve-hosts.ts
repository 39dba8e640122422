import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { type Addresses, isLoopback, normalizeHost } from '../../core/address/host.ts';
import type { Lab } from '../../core/lab/lab.ts';

/** The system resolver gives up after seconds of its own; a check should not wait longer than a person does. */
const TIMEOUT_MS = 3000;

/**
 * Looks up every host name of the labs. A name that does not resolve in time is left out, and stays a machine of its own.
 * An abort of `signal` ends it with what is known. An address of this machine is led back to the loopback, so that `localhost` and the machine's name are found to be one.
 */
export async function resolveHosts(
  labs: readonly Lab[],
  { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Addresses> {
  const hosts = new Set(labs.flatMap((lab) => lab.hypervisors.map((hypervisor) => normalizeHost(hypervisor.host))));
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address)),
  );
  const found = new Map<string, readonly string[]>();
  const aborted = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  const all = Promise.all(
    [...hosts].map(async (host) => {
      if (isLoopback(host)) return;
      const addresses = await withTimeout(lookup(host, { all: true }), Math.min(timeoutMs, TIMEOUT_MS));
      if (addresses === undefined) return;
      const numbers = addresses.map(({ address }) => address);
      found.set(host, numbers.some((address) => own.has(address)) ? [...numbers, '127.0.0.1'] : numbers);
    }),
  );
  await Promise.race([all, aborted]);
  return found;
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return await Promise.race([promise.catch(() => undefined), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
