import type { HostReach } from '../result.ts';

/** `far (10.9.0.2)`; this host is said to be it, and needs no address. */
export function hostName({ host, address, isThisHost }: HostReach): string {
  if (isThisHost) return `${host} (this host)`;
  return address === undefined || address === host ? host : `${host} (${address})`;
}
