import { normalizeHost } from '../../core/address/host.ts';
import { looksLikeIp } from '../../core/address/ip-address.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { hasLabEnding } from '../../core/lab/looks-like-lab.ts';

/** A lab ends like one, lies in a folder or on a drive, or is standard input; else it is a host. */
export function isLabPath(text: string): boolean {
  const isOnDrive = /^[a-z]:\D/i.test(text) && !looksLikeIp(text);
  return text === '-' || isOnDrive || /[/\\]/.test(text) || hasLabEnding(text);
}

/** A host's name or address. Throws `InputError` for what is neither. */
export function parseHost(text: string): string {
  const host = normalizeHost(text);
  const isName = /^[\w-]+(\.[\w-]+)*$/.test(host);
  if (isName || looksLikeIp(host)) return host;
  const next = /:\d+$/.test(text)
    ? 'ports are named with --udp and --tcp'
    : 'name a host, or a lab file with its folder, as in ./lab';
  throw new InputError('BAD_TARGET', `"${text}" is neither a host nor a lab file`, { next });
}
