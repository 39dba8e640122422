import { familyOf, looksLikeIp } from '../address/ip-address.ts';
import { MAX_PORT } from '../address/port.ts';
import { InputError } from '../errors/input-error.ts';
import { hypervisorName, parseHypervisorAddress, withoutSpaces } from './hypervisor.ts';
import type { Hypervisor, Lab } from './lab.ts';

/** One hypervisor to be probed, `name` being how it is shown. */
export type ProbeTarget = Pick<Hypervisor, 'kind' | 'host' | 'port' | 'name'>;

/**
 * Reads `host:port`, `[IPv6]:port`, or an address alone, which means port 7200. Undefined for everything
 * else: that is the path of a lab file, and so is whatever has a folder in it.
 */
export function parseTarget(text: string): ProbeTarget | undefined {
  if (/[/\\\s]/.test(text)) return undefined;
  const isBareAddress = looksLikeIp(text);
  const isBareIpv6 = isBareAddress && familyOf(text) === 6;
  // Anything else with more than one colon is neither an address nor host:port.
  if (!isBareIpv6 && !text.startsWith('[') && text.split(':').length > 2) return undefined;
  const parsed = parseHypervisorAddress(isBareIpv6 ? `[${text}]` : text);
  if (parsed === undefined || !(parsed.portWritten || isBareAddress || text.startsWith('['))) return undefined;
  const { kind, host, port } = parsed;
  return port >= 1 && port <= MAX_PORT ? { kind, host, port, name: hypervisorName(kind, host, port) } : undefined;
}

const WRITTEN = 'ports are 1 to 65535; an IPv6 address stands in brackets, as in [::1]:7200';

/** Reads `host:port`; throws `InputError` for what is none. */
export function targetAt(text: string): ProbeTarget {
  const target = parseTarget(text);
  if (target !== undefined) return target;
  const closed = withoutSpaces(text);
  throw new InputError('BAD_TARGET', `"${text}" is no host:port`, {
    next: closed === undefined ? WRITTEN : `remove the spaces: ${closed}`,
  });
}

/**
 * The labs whose hypervisors can be probed. Those of a GNS3 project cannot: its server starts each Dynamips
 * on a control port that no file says. Throws `InputError` if nothing else is left; tells `remark` what is
 * left out.
 */
export function probeableLabs(
  labs: readonly Lab[],
  targets: readonly ProbeTarget[],
  remark: (text: string) => void,
): readonly Lab[] {
  const left = labs.filter(({ format }) => format !== 'gns3');
  if (left.length === labs.length) return labs;
  const files = labs.filter(({ format }) => format === 'gns3').map(({ file }) => file);
  const why = `${files.join(', ')}: a GNS3 project does not say where its hypervisors are; the GNS3 server starts them`;
  if (left.length === 0 && targets.length === 0) {
    throw new InputError('NO_HYPERVISORS', why, {
      next: 'name one as host:port (ss -ltnp shows the ports of dynamips), or look at the sockets with niostat links',
    });
  }
  remark(`${why}: left out`);
  return left;
}
