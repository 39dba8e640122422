import { familyOf } from './ip-address.ts';

/**
 * Splits `host:port`; an IPv6 literal may stand in brackets, and all but the last colon belong to the host.
 */
export function parseHostPort(text: string, defaultPort: number): { host: string; port: number } | undefined {
  const match = /^(?:\[([^\]\s]+)\]|([^\s[\]]*?))(?::(\d{1,9}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (!match || !host) return undefined;
  return { host, port: match[3] === undefined ? defaultPort : Number(match[3]) };
}

/** `host:port`, with brackets around IPv6 (RFC 3986, section 3.2.2). */
export function hostPortText(host: string, port: number): string {
  return familyOf(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The parts of `host:port` as `hostPortText` writes it, brackets kept; without a colon all is host. */
export function addressParts(text: string): { readonly host: string; readonly port?: string } {
  const colon = text.lastIndexOf(':');
  return colon < 0 ? { host: text } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}
