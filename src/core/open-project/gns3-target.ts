import { isIp, looksLikeIp } from '../address/ip-address.ts';
import { MAX_PORT } from '../address/port.ts';
import { InputError } from '../errors/input-error.ts';
import { present } from '../present.ts';
import { UNSAFE } from '../text/unsafe.ts';

/** `gns3://[host[:port]]/PROJECT`; `gns3s://` over TLS. */
export interface Gns3Target {
  /** As it was typed. */
  readonly text: string;
  /** Absent: the server of this host, at the address that its gns3_server.conf says. */
  readonly host?: string;
  /** TCP; absent: what gns3_server.conf says, or 3080. */
  readonly port?: number;
  /** The name of a project, or its id; absent: the open ones are listed. */
  readonly project?: string;
  /** True for `gns3s://`: over TLS. The file of the server of this host may say so, too. */
  readonly isSecure?: boolean;
}

/** The longest name of a host in the DNS, and more than any name of a project that a file system takes. */
const MAX_CHARACTERS = 4096;

const HOST_NAME = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,251}[\p{L}\p{N}_.])?$/u;

/**
 * Reads `gns3://[host[:port]]/PROJECT`: the scheme in any case, IPv6 in brackets, the project as it is called
 * or percent-encoded, with blanks and slashes as they are. Undefined for a text that has another scheme, or
 * none; throws `InputError` for a `gns3://` that makes no sense.
 */
export function parseGns3Target(text: string): Gns3Target | undefined {
  const [scheme] = /^gns3s?:\/\//i.exec(text) ?? [];
  if (scheme === undefined) return undefined;
  if (text.length > MAX_CHARACTERS) throw badTarget(text, `it has more than ${MAX_CHARACTERS} characters`);
  const rest = text.slice(scheme.length);
  const slash = rest.indexOf('/');
  const [server, path] = slash < 0 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash + 1)];
  if (server.includes('@') || hidesCredentials(server, path)) throw holdsCredentials();
  const project = path === '' ? undefined : decoded(path, text);
  return present({
    text,
    ...hostAndPort(server, text),
    project,
    isSecure: scheme.toLowerCase() === 'gns3s://' ? true : undefined,
  });
}

/** A password with a slash in it looks like a port, and ends within the path. */
function hidesCredentials(server: string, path: string): boolean {
  return /:(?!\d*$)[^:\]]*$/.test(server) && path.includes('@');
}

function holdsCredentials(): InputError {
  return new InputError('BAD_TARGET', 'a gns3:// target holds no user and no password: ps would show them', {
    next:
      'set NIOSTAT_GNS3_USER and NIOSTAT_GNS3_PASSWORD, or leave both out: niostat asks for them. Write ' +
      '%40 for an @ in the name of a project, behind the third slash',
  });
}

function hostAndPort(server: string, text: string): { host?: string; port?: number } {
  if (server === '') return {};
  const [, literal, name = '', digits] = /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(server) ?? [];
  const host = literal ?? name;
  if (literal !== undefined ? !(literal.includes(':') && isIp(literal)) : !isHost(name)) {
    const isBareIpv6 = isIp(server) && server.includes(':');
    throw badTarget(
      text,
      isBareIpv6 ? `IPv6 stands in brackets: gns3://[${server}]/` : `"${shown(server)}" is not host or host:port`,
    );
  }
  if (digits === undefined) return { host };
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > MAX_PORT) throw badTarget(text, `"${shown(digits)}" is not a port from 1 to ${MAX_PORT}`);
  return { host, port };
}

function isHost(name: string): boolean {
  return looksLikeIp(name) ? isIp(name) : HOST_NAME.test(name);
}

/** What is percent-encoded in it, decoded; the text itself if that makes no text, as in `100%`. */
function decoded(path: string, text: string): string {
  let project = path;
  try {
    project = decodeURIComponent(path);
  } catch {
    // A name may have a percent sign.
  }
  // GNS3 takes no such name; a slash at the end is left by the completion of a shell.
  const name = project.replace(/\/$/, '').trim();
  if (name === '') throw badTarget(text, 'the name of the project is empty');
  return name;
}

function badTarget(text: string, why: string): InputError {
  return new InputError('BAD_TARGET', `${shown(text)}: ${why}`, {
    next: 'write it as gns3://host:3080/PROJECT, with a name or an id; gns3:///PROJECT asks the server of this host',
  });
}

/** Of a hostile text the beginning is enough. */
function shown(text: string): string {
  const safe = text.slice(0, 200).replace(UNSAFE, '.');
  return text.length > 200 ? `${safe}...` : safe;
}
