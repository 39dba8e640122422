/**
 * Calls back after a time, but not before what had come in by then was read: a process that had to wait for a
 * core finds its timers and its input due at once, and Node calls the timers first. Returns what takes it
 * back.
 */
export function timeLimit(ms: number, call: () => void): () => void {
  let afterInput: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    afterInput = setImmediate(call);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(afterInput);
  };
}
