import { InputError } from '../../../core/errors/input-error.ts';
import { checkRequest, encodeRequest, RequestError } from '../../../world/hypervisor/request.ts';

/**
 * The one line that the words of the command line make: a single word with blanks in it is the line itself.
 * Throws `InputError` for what Dynamips cannot be told in one line.
 */
export function commandLine(words: readonly string[]): string {
  try {
    const [only = ''] = words;
    return words.length === 1 ? checkRequest(only) : encodeRequest(words);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new InputError('BAD_COMMAND', error.message, {
      next: 'a command is a module, a command and arguments, as in: hypervisor version',
    });
  }
}
