import { isLoopback } from '../address/host.ts';

/** True if labs with these hosts call 127.0.0.1 localhost and nothing else: one name in a table is enough. */
export function isCalledLocalhost(hosts: Iterable<string>): boolean {
  const loopbacks = new Set([...hosts].map((host) => host.toLowerCase()).filter(isLoopback));
  return loopbacks.size === 1 && loopbacks.has('localhost');
}
