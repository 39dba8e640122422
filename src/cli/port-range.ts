import { MAX_PORT } from '../core/address/port.ts';
import { InputError } from '../core/errors/input-error.ts';
import type { PortRange } from '../core/lab/lab.ts';

/** Reads `10000-19999`; throws `InputError` for everything else. */
export function parsePortRange(text: string): PortRange {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (range.first >= 1 && range.last <= MAX_PORT && range.first <= range.last) return range;
  throw new InputError('BAD_RANGE', `"${text}" is not a range of ports`, { next: 'write it as 10000-19999' });
}
