import { isLoopback } from '../../../core/address/host.ts';
import { hypervisorName } from '../../../core/lab/hypervisor.ts';
import type { ListeningHypervisor } from '../hypervisor.ts';

/** What is said when an embedded hypervisor has begun to listen. */
export function renderGreeting({
  host,
  port,
  version,
}: Pick<ListeningHypervisor, 'host' | 'port' | 'version'>): string {
  const where = hypervisorName('dynamips', host, port);
  const greeting = `Listening on ${where}, like Dynamips ${version} but without IOS. Ctrl-C stops it.`;
  return isLoopback(host) ? greeting : `${greeting}\nAnybody on the network can use it, and it asks for no password.`;
}
