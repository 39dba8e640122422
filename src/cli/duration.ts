import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Node's timers take no more: a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * A flag that takes a time such as `500ms`, `3s` or `10m`; a number alone means seconds. Its value is in
 * milliseconds.
 */
export const durationFlag = Flags.custom<number>({
  helpValue: '<time>',
  parse: async (text) => parseDuration(text),
});

function parseDuration(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text);
  const ms = Number(match?.[1]) * (UNITS_MS[match?.[2] ?? 's'] ?? 0);
  if (match === null || ms < 1 || ms > LONGEST_MS) {
    throw new InputError('BAD_DURATION', `"${text}" is not a time`, { next: 'write it as 500ms, 3s or 10m' });
  }
  return ms;
}
