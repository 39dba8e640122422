import { InputError } from '../../core/errors/input-error.ts';
import { NiostatError } from '../../core/errors/niostat-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import { oneLine } from '../../core/text/one-line.ts';
import { REASONS } from './reasons.ts';

/** Why a file was not written, and which ones were before it, if any. */
export function writeRefused(path: string, error: unknown, before: readonly string[] = []): NiostatError {
  const own = error instanceof NiostatError ? error : systemRefused(path, error as NodeJS.ErrnoException);
  if (before.length === 0) return own;
  const message = `${own.message}; written before it: ${before.join(', ')}`;
  const options = { next: own.next, cause: error };
  return own instanceof InputError
    ? new InputError(own.code, message, options)
    : new WorldError(own.code, message, options);
}

function systemRefused(path: string, error: NodeJS.ErrnoException): WorldError {
  const { code = 'UNKNOWN', message } = error;
  const why = code === 'ENOENT' ? 'there is no such folder' : (REASONS[code] ?? message);
  return new WorldError(code, `cannot write ${oneLine(path)}: ${why}`, { cause: error });
}
