// The same thing done again and again in this process.
import { setMaxListeners } from 'node:events';
import { Soak } from './soak-watch.ts';

/**
 * Does `round` so many times in this process, and watches it and others. Ends early, with what was seen so
 * far, at Ctrl-C.
 */
export async function soak(
  what: string,
  rounds: number,
  others: Readonly<Record<string, number>>,
  round: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());
  // Every port, frame and connection of a round waits for it.
  setMaxListeners(0, interruption.signal);
  const watch = new Soak(rounds, { niostat: process.pid, ...others });
  for (let done = 0; done < rounds && !interruption.signal.aborted; done++) {
    await round(interruption.signal);
    watch.roundIsDone();
  }
  if (interruption.signal.aborted) process.exitCode = 130;
  else watch.tell(what);
}

/** The rounds that the first argument asks for. */
export function roundsFrom(words: readonly string[], usual: number): number {
  const rounds = words[2] === undefined ? usual : Number(words[2]);
  if (!Number.isInteger(rounds) || rounds < 20) throw new Error(`rounds are a number of 20 or more: ${words[2]}`);
  return rounds;
}
