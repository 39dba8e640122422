/**
 * Nearly everything answers in milliseconds; who has not by then is only waited for, while others are asked.
 */
export const PATIENCE_MS = 200;

/** Does something, and gives way when it takes longer than a host that is well takes to answer. */
export async function patiently<T>(giveWay: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(giveWay, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
