import { present } from '../../present.ts';
import { DEFAULT_BASE_AUX, DEFAULT_BASE_CONSOLE, DEFAULT_BASE_UDP, hypervisorName } from '../hypervisor.ts';
import type { Hypervisor } from '../lab.ts';

/** Where the server of this host runs its own nodes, also one that listens on every address. */
export const LOCAL_HOST = '127.0.0.1';

interface Gns3Origin {
  readonly isLocal: boolean;
  readonly picksAddress: Hypervisor['picksAddress'] | undefined;
  readonly location?: Hypervisor['location'] | undefined;
}

/** A GNS3 server as the hypervisor of a lab; `port` is that of HTTP. */
export function gns3Hypervisor(
  host: string,
  port: number,
  { isLocal, picksAddress, location }: Gns3Origin,
): Hypervisor {
  return present({
    kind: 'gns3' as const,
    host,
    port,
    name: hypervisorName('gns3', host, port),
    baseUdp: DEFAULT_BASE_UDP.gns3,
    baseConsole: DEFAULT_BASE_CONSOLE,
    baseAux: DEFAULT_BASE_AUX,
    picksAddress,
    isLocal: isLocal || undefined,
    location,
  });
}
