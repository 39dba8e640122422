import type { UdpEvidence } from '../evidence.ts';

/**
 * Linux sends one ICMP error a second to each peer, after a burst of six (`net.ipv4.icmp_ratelimit`,
 * `XRLIM_BURST_FACTOR`). A little more than a second, so that a clock that runs fast does not spoil it.
 */
const PACE_MS = 1050;

/** Fewer than the burst of Linux, so that the first silence of a host is no silence of its limit. */
const FIRST_BATCH = 4;

/** Hosts that limit nothing, as far as refusals show, are asked so many ports at once. */
const LARGEST_BATCH = 64;

export interface PacedOptions {
  readonly tryPort: (port: number) => Promise<UdpEvidence>;
  /** Waits, or returns early because of an interruption. */
  readonly pause: (ms: number) => Promise<void>;
  /** True when no more ports are to be tried: the time is over, or the user has had enough. */
  readonly isOver: () => boolean;
  readonly onEvidence: (port: number, evidence: UdpEvidence) => void;
}

/**
 * Tries ports of a host that nobody answers for but its kernel, whose refusals may be rationed. Batches grow
 * as long as every port of them is refused. What is silent is tried once more, one port at a time and slowly;
 * if one of them is refused then, the first silence was that of a ration, and the rest is asked slowly too.
 * There is no evidence for ports that were not tried.
 */
export async function tryPaced(ports: readonly number[], options: PacedOptions): Promise<void> {
  const { tryPort, isOver, onEvidence } = options;
  let batchSize = FIRST_BATCH;
  let isRationed = false;
  for (let next = 0; next < ports.length && !isOver(); ) {
    if (isRationed) {
      const silent = await trySlowly(ports.slice(next), options);
      await trySlowly(silent, options);
      return;
    }
    const batch = ports.slice(next, next + batchSize);
    next += batch.length;
    const found = await Promise.all(batch.map((port) => tryPort(port)));
    for (const [index, port] of batch.entries()) onEvidence(port, found[index] as UdpEvidence);
    const silent = batch.filter((_, index) => found[index]?.kind === 'silence');
    if (silent.length === 0) batchSize = Math.min(LARGEST_BATCH, batchSize * 2);
    else {
      const stillSilent = await trySlowly(silent, options);
      isRationed = stillSilent.length < silent.length;
    }
  }
}

/** One port a second, whether the one before has answered or not. Returns those that stay silent. */
async function trySlowly(ports: readonly number[], options: PacedOptions): Promise<number[]> {
  const silent: number[] = [];
  const underWay: Promise<void>[] = [];
  for (const port of ports) {
    await options.pause(PACE_MS);
    if (options.isOver()) break;
    const trying = options.tryPort(port).then((evidence) => {
      options.onEvidence(port, evidence);
      if (evidence.kind === 'silence') silent.push(port);
    });
    underWay.push(trying);
  }
  await Promise.all(underWay);
  return silent;
}
