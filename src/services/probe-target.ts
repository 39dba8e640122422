import { MAX_PORT } from '../lab/endpoint.ts';
import { hypervisorName, parseHypervisorAddress } from '../lab/hypervisor.ts';
import type { Hypervisor } from '../lab/lab.ts';

/** One hypervisor to be probed, `name` being how it is shown. */
export type ProbeTarget = Pick<Hypervisor, 'kind' | 'host' | 'port' | 'name'>;

/**
 * Reads `host:port`, `[IPv6]:port`, or an address alone, which means port 7200. Undefined for everything else: that is the path
 * of a lab file, and so is whatever has a folder in it.
 */
export function parseTarget(text: string): ProbeTarget | undefined {
  if (/[/\\\s]/.test(text)) return undefined;
  const isBareIpv6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*(%\w+)?$/i.test(text);
  // Anything else with more than one colon is neither an address nor host:port.
  if (!isBareIpv6 && !text.startsWith('[') && text.split(':').length > 2) return undefined;
  const isBareAddress = isBareIpv6 || /^\d{1,3}(\.\d{1,3}){3}$/.test(text);
  const parsed = parseHypervisorAddress(isBareIpv6 ? `[${text}]` : text);
  if (parsed === undefined || !(parsed.portWritten || isBareAddress || text.startsWith('['))) return undefined;
  const { kind, host, port } = parsed;
  return port >= 1 && port <= MAX_PORT ? { kind, host, port, name: hypervisorName(kind, host, port) } : undefined;
}
