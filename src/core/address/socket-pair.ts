import { isLoopback, isWildcard, type Machines, normalizeHost, OWN_ADDRESS } from './host.ts';
import { familyOf } from './ip-address.ts';

const LOOPBACK_V4 = '127.0.0.1';
const LOOPBACK_V6 = '::1';

/** Where a datagram to a host really goes, seen from one machine. */
export interface Route {
  /** The machine that receives it. */
  readonly machine: string;
  /** The address that it is sent to. */
  readonly remoteAddress: string;
  /** The address that the kernel gives it as its source, and the connected socket as its local address. */
  readonly localAddress: string;
}

/**
 * The route that Linux takes from a hypervisor on `host` to `remoteHost`. A loopback name means the sending
 * machine itself, wherever it was written, and so does 0.0.0.0 (seen on Linux 6.18: a socket connected to
 * either has local address 127.0.0.1, also for 127.0.0.2). To its own address a machine sends from that same
 * address; to others from the address that its own name stands for.
 */
export function routeTo(host: string, remoteHost: string, machines: Machines): Route {
  const here = machines.machineOf(host);
  const remote = machines.addressOf(remoteHost);
  if (isLoopback(remote) || isWildcard(remote)) {
    if (familyOf(remote) === 6) return { machine: here, remoteAddress: LOOPBACK_V6, localAddress: LOOPBACK_V6 };
    const isLiteral = /^127(\.\d+){3}$/.test(remote);
    return { machine: here, remoteAddress: isLiteral ? remote : LOOPBACK_V4, localAddress: LOOPBACK_V4 };
  }
  const there = machines.machineOf(remoteHost);
  return { machine: there, remoteAddress: remote, localAddress: there === here ? remote : ownAddress(host, machines) };
}

/** The address by which other machines know a host. */
function ownAddress(host: string, machines: Machines): string {
  const address = normalizeHost(machines.addressOf(host));
  return isLoopback(address) || isWildcard(address) ? OWN_ADDRESS : address;
}
