import { portRanges } from '../../core/address/port-ranges.ts';

/**
 * Without a responder a host's kernel answers for its closed ports, on Linux six at once and then one a
 * second: eight are answered within three seconds, and, when all are silent, tried twice within ten.
 */
const MAX_SAMPLE = 8;

/**
 * The first, the last and the middle port of each range, at most eight together: firewalls open and close
 * ranges.
 */
export function sampleOf(ports: readonly number[]): number[] {
  if (ports.length <= MAX_SAMPLE) return [...ports];
  const ranges = portRanges(ports);
  // The edges of all ranges before the middle of any.
  const candidates = [
    ...ranges.map(({ first }) => first),
    ...ranges.map(({ last }) => last),
    ...ranges.map(({ first, last }) => (first + last) >> 1),
  ];
  return [...new Set(candidates)].slice(0, MAX_SAMPLE).sort((one, other) => one - other);
}
