/** How an operation that takes a while speaks with the one who waits. */
export interface Ui {
  /** Ends the operation early, with what is known so far. */
  readonly signal: AbortSignal;
  /** What is being done now, in a few words. */
  progress(text: string): void;
}

/** Nobody watches, and nobody ends it early. */
export function quietUi(): Ui {
  return { signal: new AbortController().signal, progress: () => undefined };
}
