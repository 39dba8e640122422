import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback, normalizeHost } from '../../core/address/host.ts';
import { withinTime } from './within-time.ts';

/** The system's resolver gives up after seconds of its own; nobody waits that long for a name. */
const TIMEOUT_MS = 5000;

/** A name with more addresses than this is no lab host. */
const MAX_ADDRESSES = 4;

/** Looks up host names, each once in a run. */
export class HostAddresses {
  private readonly found = new Map<string, Promise<readonly string[]>>();
  private readonly interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  private readonly own = new Set(this.interfaces.map(({ address }) => address));

  /** The addresses of a host, IPv4 first because old Dynamips listens there only; empty if it has none. */
  of(host: string): Promise<readonly string[]> {
    const name = normalizeHost(host);
    let addresses = this.found.get(name);
    if (addresses === undefined) {
      addresses = lookUp(name);
      this.found.set(name, addresses);
    }
    return addresses;
  }

  /** True for an address of this machine, the loopback included. */
  isHere(address: string): boolean {
    return isLoopback(address) || this.own.has(address);
  }

  /** An address of this machine that others can use, IPv4 if there is one; undefined if it has none. */
  get outward(): string | undefined {
    const others = this.interfaces.filter(({ internal, scopeid }) => !internal && !scopeid);
    return (others.find(({ family }) => family === 'IPv4') ?? others[0])?.address;
  }
}

async function lookUp(name: string): Promise<readonly string[]> {
  if (isIP(name) !== 0) return [name];
  const found = (await withinTime(lookup(name, { all: true }), TIMEOUT_MS)) ?? [];
  return [...found]
    .sort((a, b) => a.family - b.family)
    .slice(0, MAX_ADDRESSES)
    .map(({ address }) => address);
}
