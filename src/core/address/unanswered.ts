/** A name of which nobody has said whether it has an address. That is not the same as a name without one. */
export interface Unanswered {
  /** How long was waited, in milliseconds. */
  readonly afterMs: number;
  /** What the resolver said instead, such as `EAI_AGAIN`; absent where it said nothing within the time. */
  readonly reason?: string;
}

/** Name, as `normalizeHost` writes it → why its addresses are not known. */
export type UnansweredNames = ReadonlyMap<string, Unanswered>;

/** `no name server answered within 2 s`, for the middle of a sentence. */
export function unansweredText({ afterMs, reason }: Unanswered): string {
  if (reason !== undefined) return `no name server gave an answer (${reason})`;
  return `no name server answered within ${Math.round(afterMs / 100) / 10} s`;
}
