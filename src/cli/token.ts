import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { commandWord } from '../core/text/shell-word.ts';
import { isToken, TOKEN_FORM } from '../features/reach/token-form.ts';
import { loadSecret } from '../world/files/load-secret.ts';
import { keepSecret } from '../world/secrets.ts';
import { say } from './remarks.ts';

/** Where a token is found if no flag says one. */
const VARIABLE = 'NIOSTAT_TOKEN';

/** `about` says whose token it is. */
export function tokenFlags(about: string) {
  return {
    token: Flags.string({
      helpValue: '<token>',
      description: `${about} ps shows it to everybody on this host; --token-file and ${VARIABLE} do not.`,
    }),
    'token-file': Flags.string({
      helpValue: '<file>',
      description: `File that holds the token; - asks for it, or reads it from standard input. Comes after --token, and before the variable ${VARIABLE}.`,
    }),
  };
}

interface TokenFlags {
  readonly token: string | undefined;
  readonly 'token-file': string | undefined;
}

/**
 * The token that the user has given: that of --token, else of --token-file, else of the variable, which is
 * taken out of the environment, so that no program that is started here gets it. Throws `InputError`, which
 * does not tell it, for one that cannot be read or be a token. `paths` are the labs of the command.
 */
export async function tokenFrom(flags: TokenFlags, paths: readonly string[] = []): Promise<string | undefined> {
  const { [VARIABLE]: variable } = process.env;
  delete process.env[VARIABLE];
  const { token, 'token-file': file } = flags;
  if (token !== undefined) {
    keepSecret(token);
    return token;
  }
  if (file !== undefined) return checked(await tokenIn(file, paths), nameOf(file));
  // An empty variable is how a shell script leaves one out.
  return variable === undefined || variable === '' ? undefined : checked(variable, VARIABLE);
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function checked(token: string, where: string): string {
  keepSecret(token);
  if (isToken(token)) return token;
  throw new InputError('BAD_TOKEN', `${where} holds no token: ${TOKEN_FORM}`, { next: REMEDY });
}

const REMEDY = 'put in the token that respond has printed, and nothing else';

async function tokenIn(file: string, paths: readonly string[]): Promise<string> {
  if (file === '-' && paths.includes('-')) {
    throw new InputError('USAGE', 'standard input cannot be the lab and the token', {
      next: 'write one of them to a file',
    });
  }
  if (file === '-' && process.stdin.isTTY) process.stderr.write('Token: ');
  const loaded = await loadSecret(file, () => process.stdin);
  // What is still to come is not for us, and must not keep the process waiting.
  if (file === '-') process.stdin.destroy();
  if (!('text' in loaded)) {
    throw new InputError(loaded.code, `cannot read a token from ${nameOf(file)}: ${loaded.why}`, { next: REMEDY });
  }
  if (loaded.mode !== undefined) {
    const mend = `chmod 600 ${commandWord(file)}`;
    say(`other users may read ${file} (mode ${loaded.mode}): ${mend}`);
  }
  return loaded.text;
}
