import { pause } from '../../../world/network/pause.ts';

/** A program that reads at all empties its queue in less, also on a busy machine. */
const PATIENCE_MS = 200;

/** Gives programs whose queues are full the time to read them; returns early when the signal is aborted. */
export async function waitForReaders(signal: AbortSignal): Promise<void> {
  await pause(PATIENCE_MS, signal);
}
