import { randomBytes } from 'node:crypto';
import { InputError } from '../../../core/errors/input-error.ts';
import { keepSecret } from '../../../world/secrets.ts';
import { isToken, TOKEN_FORM } from '../token-form.ts';

/** 128 random bits: nobody guesses them. */
const RANDOM_BYTES = 16;

/** A token that can be pasted into any shell. */
export function newToken(): string {
  return randomBytes(RANDOM_BYTES).toString('hex');
}

/**
 * Keeps a token out of the wire log. Throws `InputError` for one that could be guessed, or that no shell and
 * no terminal would carry.
 */
export function checkToken(token: string): void {
  keepSecret(token);
  if (isToken(token)) return;
  throw new InputError('BAD_TOKEN', TOKEN_FORM, {
    next: 'leave --token out of respond, and it makes a good one',
  });
}
