import { isLoopback, isWildcard } from '../../../core/address/host.ts';
import { hypervisorName } from '../../../core/lab/hypervisor.ts';
import type { ListeningHypervisor } from '../hypervisor.ts';

/** What is said when an embedded hypervisor listens, with a command to try in another terminal. */
export function renderGreeting({
  host,
  port,
  version,
}: Pick<ListeningHypervisor, 'host' | 'port' | 'version'>): string {
  const where = hypervisorName('dynamips', host, port);
  const greeting = `Listening on ${where}, as Dynamips ${version} without IOS.`;
  const target = isWildcard(host) ? hypervisorName('dynamips', '127.0.0.1', port) : where;
  const lines = [greeting, 'Ctrl-C ends it.', `In another terminal: niostat probe ${target}`];
  if (!isLoopback(host)) lines.splice(1, 0, 'Every host on the network can use it: it asks for no password.');
  return lines.join('\n');
}
