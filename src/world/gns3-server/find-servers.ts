import { readFileSync, statSync } from 'node:fs';
import { canonicalHost, isLoopback, isWildcard } from '../../core/address/host.ts';
import { hostPortText } from '../../core/address/host-port.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { HostNames } from '../network/host-names.ts';
import { type ConfFiles, confFilesAt, usualPlaces } from './conf-places.ts';
import type { FindCredentials } from './credentials.ts';
import { Gns3ServerError } from './gns3-server-error.ts';
import { outsideText } from './outside-text.ts';
import { runningServers } from './running-servers.ts';
import type { ServerAddress } from './server-address.ts';
import { type ConfiguredServer, DEFAULT_PORT, readConfs } from './server-conf.ts';
import type { ServerOptions } from './server-options.ts';

export interface FoundServer {
  readonly address: ServerAddress;
  readonly findCredentials: FindCredentials;
}

export interface FoundServers {
  /** The likeliest first; at least one. */
  readonly servers: readonly FoundServer[];
  /** Files that cannot be used, in sentences. */
  readonly remarks: readonly string[];
}

/**
 * Where the server of a target may be, with the credentials for it. A target without a host means a server of
 * this host, at the addresses that command lines and files say, or 127.0.0.1:3080 without any. Credentials of
 * a file are for the address in it alone. Throws `Gns3ServerError` if that is the address of another host.
 */
export async function findServers(
  target: Gns3Target,
  options: ServerOptions,
  signal: AbortSignal,
): Promise<FoundServers> {
  const { names = new HostNames(), confFiles = [], confPlaces = usualPlaces() } = options;
  const named = confFiles.map((file): ConfFiles => ({ files: [file] }));
  const places = [...named, ...runningServers(confPlaces), ...confFilesAt(confPlaces)];
  const read = places.map(readConfs);
  const remarks = [...new Set(read.flatMap((one) => one.remarks))];
  const configured = read.flatMap(({ server }) => (server === undefined ? [] : [server]));
  const { host, port = DEFAULT_PORT, isSecure = false } = target;
  if (host !== undefined) {
    const server = await serverAt({ host, port, isSecure }, { configured, names, options, signal });
    // Files of this host say nothing of a server elsewhere.
    return { servers: [server], remarks: server.address.isHere ? remarks : [] };
  }
  const here = await configuredHere(configured, names, signal);
  const addresses = here.length > 0 ? here : [{ host: '127.0.0.1', port: DEFAULT_PORT, isSecure }];
  const more = { configured, names, options, signal };
  return { servers: await Promise.all(addresses.map((one) => serverAt(one, more))), remarks };
}

interface DialledAs {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** Each address once. One of another host is not asked: a file may be that of another machine. */
async function configuredHere(
  configured: readonly ConfiguredServer[],
  names: HostNames,
  signal: AbortSignal,
): Promise<readonly DialledAs[]> {
  const found = new Map<string, DialledAs>();
  const elsewhere: ConfiguredServer[] = [];
  for (const server of configured) {
    const { port, isSecure } = server;
    const host = dialledHost(server.host);
    const { addresses } = await names.whereIs(host, signal);
    if (!isHere(addresses, names)) elsewhere.push(server);
    else if (!found.has(`${host} ${port}`)) found.set(`${host} ${port}`, { host, port, isSecure });
  }
  const [other] = elsewhere;
  if (found.size > 0 || other === undefined) return [...found.values()];
  const { host, port } = other;
  throw new Gns3ServerError('NOT_THIS_HOST', `its gns3_server.conf says ${shownAt(other)}, which is not this host`, {
    host,
    port,
    next: `name the server, if you mean it: gns3://${shownAt(other)}/PROJECT`,
  });
}

function shownAt({ host, port }: Pick<ConfiguredServer, 'host' | 'port'>): string {
  return outsideText(hostPortText(host, port));
}

/** An address that means every one stands for the loopback. */
function dialledHost(host: string): string {
  if (!isWildcard(host)) return host;
  return familyOf(host) === 6 ? '::1' : '127.0.0.1';
}

/** True if every address is one of this machine: what is sent there leaves it in no case. */
function isHere(addresses: readonly string[], names: HostNames): boolean {
  return addresses.length > 0 && addresses.every((address) => names.isOwnAddress(address));
}

interface Finding {
  readonly configured: readonly ConfiguredServer[];
  readonly names: HostNames;
  readonly options: ServerOptions;
  readonly signal: AbortSignal;
}

async function serverAt(at: DialledAs, { configured, names, options, signal }: Finding): Promise<FoundServer> {
  const host = dialledHost(at.host);
  const where = await names.whereIs(host, signal);
  const isOurs = isHere(where.addresses, names);
  const own = isOurs ? configured.filter((one) => listensAt(one, { ...at, host })) : [];
  const pinned = own.flatMap(({ certificate }) => (certificate === undefined ? [] : [pemIn(certificate)])).join('\n');
  return {
    address: {
      ...where,
      host,
      port: at.port,
      protocol: at.isSecure ? 'https' : 'http',
      isHere: isOurs,
      ca: options.ca,
      pinned: pinned.trim() === '' ? undefined : pinned,
    },
    findCredentials: async ({ kind, port }) => {
      const ofFile = own.map(({ credentials }) => credentials[kind]).find((one) => one !== undefined);
      return options.credentials ?? ofFile ?? (await options.prompt?.(hostPortText(host, port), signal));
    },
  };
}

/** True if what this file configures is what is dialled, on this host. */
function listensAt(server: ConfiguredServer, { host, port, isSecure }: DialledAs): boolean {
  if (server.port !== port || server.isSecure !== isSecure) return false;
  if (isWildcard(server.host)) return true;
  return canonicalHost(server.host) === canonicalHost(host) || (isLoopback(server.host) && isLoopback(host));
}

/** With its chain some 10 KB. */
const MAX_CERTIFICATE_BYTES = 1_000_000;

/** Nothing if it may not be read, or is none: then it must be trusted in another way. */
function pemIn(file: string): string {
  try {
    const about = statSync(file);
    return about.isFile() && about.size <= MAX_CERTIFICATE_BYTES ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}
