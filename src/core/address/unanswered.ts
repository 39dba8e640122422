import { listed } from '../text/listed.ts';

/** A name of which nobody has said whether it has an address. That is not the same as a name without one. */
export interface Unanswered {
  /** How long was waited, in milliseconds. */
  readonly afterMs: number;
  /** What the resolver said instead, such as `EAI_AGAIN`; absent where it said nothing within the time. */
  readonly reason?: string;
}

/** Name, as `normalizeHost` writes it → why its addresses are not known. */
export type UnansweredNames = ReadonlyMap<string, Unanswered>;

/** One of them, as results have it. */
export interface UnansweredName extends Unanswered {
  readonly name: string;
}

export function unansweredNames(names: UnansweredNames = new Map()): UnansweredName[] {
  return [...names].map(([name, unanswered]) => ({ name, ...unanswered }));
}

/** Whose addresses are not known and why, in a sentence; undefined if there are none. */
export function unansweredNamesText(names: UnansweredNames = new Map()): string | undefined {
  const [first] = names.values();
  if (first === undefined) return undefined;
  return `the ${names.size === 1 ? 'address' : 'addresses'} of ${listed([...names.keys()])} ${names.size === 1 ? 'is' : 'are'} not known: ${unansweredText(first)}`;
}

/** What to do about it. */
export const UNANSWERED_REMEDY = 'check that this host reaches its name servers, or write the address into the lab';

/** `no name server answered within 2 s`, for the middle of a sentence. */
export function unansweredText({ afterMs, reason }: Unanswered): string {
  if (reason !== undefined) return `no name server gave an answer (${reason})`;
  // A time limit of a few milliseconds would be told as 0 s.
  return afterMs < 50
    ? 'no name server answered in time'
    : `no name server answered within ${Math.round(afterMs / 100) / 10} s`;
}
