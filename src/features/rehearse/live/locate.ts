import type { HypervisorAddress } from '../../../world/hypervisor/with-hypervisor.ts';
import type { HostNames } from '../../../world/network/host-names.ts';
import type { RehearsalHypervisor } from '../ends.ts';

/** A hypervisor and where it is. */
export interface LocatedHypervisor {
  readonly hypervisor: RehearsalHypervisor;
  readonly address: HypervisorAddress;
}

/** Resolves the names of hypervisors. Never throws: one without addresses is not reached later. */
export async function locate(
  hypervisors: readonly RehearsalHypervisor[],
  names: HostNames,
  signal: AbortSignal,
): Promise<LocatedHypervisor[]> {
  return await Promise.all(
    hypervisors.map(async (hypervisor) => {
      const { host, port } = hypervisor;
      return { hypervisor, address: { host, port, ...(await names.whereIs(host, signal)) } };
    }),
  );
}
