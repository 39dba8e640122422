/** What a token is like: no shell and no terminal changes it, and nobody guesses it. */
export const TOKEN_FORM = 'a token has 16 to 256 characters, without blanks and other than ASCII';

/** True for text that can be a token. */
export function isToken(text: string): boolean {
  return /^[!-~]{16,256}$/.test(text);
}
