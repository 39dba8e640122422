import { randomBytes } from 'node:crypto';
import { InputError } from '../../../core/errors/input-error.ts';

/** 128 random bits: nobody guesses them. */
const RANDOM_BYTES = 16;

/** A token that can be pasted into any shell. */
export function newToken(): string {
  return randomBytes(RANDOM_BYTES).toString('hex');
}

/** Throws `InputError` for a token that could be guessed, or that no shell and no terminal would carry. */
export function checkToken(token: string): void {
  if (/^[!-~]{16,256}$/.test(token)) return;
  throw new InputError('BAD_TOKEN', 'a token has 16 to 256 characters, without blanks and other than ASCII', {
    next: 'leave --token out of respond, and it makes a good one',
  });
}
