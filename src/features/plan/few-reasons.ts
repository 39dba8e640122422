/** A reason is read, and not counted. */
const MAX_REASONS = 3;

/**
 * The first three reasons of a change, and in place of the others how many there are; `more` are not even in
 * the list.
 */
export function fewReasons(reasons: readonly string[], more = 0): readonly string[] {
  const left = reasons.length + more - MAX_REASONS;
  if (left <= 0) return reasons;
  return [...reasons.slice(0, MAX_REASONS), `and ${left} more of the kind`];
}
