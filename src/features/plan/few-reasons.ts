/** A reason is read, and not counted. */
const MAX_REASONS = 3;

/** The first three reasons of a change, and in place of the others how many there are. */
export function fewReasons(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= MAX_REASONS) return reasons;
  return [...reasons.slice(0, MAX_REASONS), `and ${reasons.length - MAX_REASONS} more of the kind`];
}
