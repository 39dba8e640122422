import { timeLimit } from './network/time-limit.ts';

/** Waits for `event`, at most this long; false if it did not come. */
export async function settlesWithin(event: Promise<unknown>, ms: number): Promise<boolean> {
  let takeBack = (): void => undefined;
  const late = new Promise<false>((resolve) => {
    takeBack = timeLimit(ms, () => resolve(false));
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    takeBack();
  }
}
