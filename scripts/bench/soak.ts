// The same thing done again and again in this process.
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Soak } from './soak-watch.ts';

/** What a round has closed is gone by then, on the other side too. */
const SETTLED_MS = 2000;

/**
 * Does `round` so many times in this process, some of them at once, and watches it and others. Ends early,
 * and says nothing then, at Ctrl-C.
 */
export async function soak(
  what: string,
  rounds: number,
  others: Readonly<Record<string, number>>,
  round: (signal: AbortSignal) => Promise<void>,
  { atOnce = 1 }: { readonly atOnce?: number } = {},
): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());
  // Every port, frame and connection of a round waits for it.
  setMaxListeners(0, signal);
  const watch = new Soak(rounds, { niostat: process.pid, ...others });
  const until = async (goal: number): Promise<void> => {
    while (watch.done < goal && !signal.aborted) {
      await Promise.all(Array.from({ length: atOnce }, () => round(signal)));
      watch.roundsAreDone(atOnce);
    }
    if (signal.aborted) return;
    await pause(SETTLED_MS);
    watch.look();
  };
  await until(watch.warmUp);
  await until(rounds);
  if (signal.aborted) process.exitCode = 130;
  else watch.tell(what);
}

/** The rounds that the only argument asks for; ends the process if it is no such number. */
export function roundsFrom(words: readonly string[], usual: number): number {
  const [given, ...others] = words.slice(2);
  const rounds = given === undefined ? usual : Number(given);
  if (Number.isSafeInteger(rounds) && rounds >= 20 && others.length === 0) return rounds;
  process.stderr.write('the only argument is the number of rounds, 20 or more\n');
  return process.exit(2);
}
