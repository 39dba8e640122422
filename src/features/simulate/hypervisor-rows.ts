import { portRanges } from '../../core/address/port-ranges.ts';
import type { Allocation } from '../../core/allocation/allocation.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { present } from '../../core/present.ts';
import type { HostPool, HypervisorRow, NioRow } from './result.ts';

/** Every hypervisor with what it has given out, and what of that its sockets have in the end. */
export function hypervisorRows(model: LabModel, nios: readonly NioRow[]): HypervisorRow[] {
  const portsOf = portsByHypervisor(nios);
  return model.allocations.flatMap((allocation) =>
    allocation.used.map(({ hypervisor, given, first, next }): HypervisorRow => {
      const pool = hostPool(allocation, hypervisor);
      return present({
        lab: allocation.lab.name,
        hypervisor: hypervisor.name,
        kind: hypervisor.kind,
        host: hypervisor.host,
        port: hypervisor.port,
        // A GNS3 server has no base of its own but a pool.
        baseUdp: hypervisor.kind === 'gns3' && pool !== undefined ? pool.first : hypervisor.baseUdp,
        portCount: given,
        firstPort: given === 0 ? undefined : first,
        lastPort: given === 0 ? undefined : next - 1,
        inUse: portRanges(portsOf.get(keyOf(allocation.lab.name, hypervisor.name)) ?? []),
        nextPort: pool === undefined ? next : undefined,
        pool,
        dynamips: model.versionOf(hypervisor),
        workingDirectory: hypervisor.workingDirectory,
      });
    }),
  );
}

function hostPool({ pool, poolOf }: Allocation, hypervisor: Hypervisor): HostPool | undefined {
  const state = poolOf.get(hypervisor);
  return pool && state && present({ ...pool, taken: state.taken, next: state.next });
}

/** The ports that are really bound, by lab and hypervisor. */
function portsByHypervisor(nios: readonly NioRow[]): Map<string, number[]> {
  const ports = new Map<string, number[]>();
  for (const { lab, hypervisor, bind, explicit } of nios) {
    if (explicit || bind.outcome === 'refused' || bind.port === 0) continue;
    const key = keyOf(lab, hypervisor);
    const known = ports.get(key);
    if (known === undefined) ports.set(key, [bind.port]);
    else known.push(bind.port);
  }
  return ports;
}

function keyOf(lab: string, hypervisor: string): string {
  return `${lab}\n${hypervisor}`;
}
