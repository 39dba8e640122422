import { TcpPorts } from '../../core/allocation/tcp-ports.ts';
import type { BaseRules } from '../../core/bases/base-rules.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { canEdit } from '../../core/lab/edit/can-edit.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import type { PlannedChange } from './planned-change.ts';

/** A control port of its own for each hypervisor of a machine; the one that comes first keeps its port. */
export function planControlPorts(context: CheckContext, { inUse }: BaseRules): PlannedChange[] {
  const keyOf = (hypervisor: Hypervisor, port: number): string => `${context.machineOf(hypervisor)} ${port}`;
  const taken = new TcpPorts();
  for (const { hypervisors, consoles } of context.allocations) {
    for (const one of hypervisors) taken.take(context.machineOf(one), one.port);
    for (const { hypervisor, port } of consoles) taken.take(context.machineOf(hypervisor), port);
  }
  for (const [machine, { tcp }] of inUse ?? []) for (const port of tcp.keys()) taken.take(machine, port);
  // What is written in no file that can be changed comes first, for it cannot give way.
  const all = context.allocations.flatMap(({ lab, hypervisors }, index) => {
    const places = new Map(canEdit(lab.format) ? lab.hypervisors.map((one, place) => [one, place]) : []);
    return hypervisors.map((hypervisor) => ({ hypervisor, lab, index, place: places.get(hypervisor) ?? -1 }));
  });
  const holders = new Map<string, (typeof all)[number]>();
  const changes: PlannedChange[] = [];
  for (const one of [...all.filter(({ place }) => place < 0), ...all.filter(({ place }) => place >= 0)]) {
    const { hypervisor, place } = one;
    const key = keyOf(hypervisor, hypervisor.port);
    const holder = holders.get(key);
    if (holder === undefined) {
      holders.set(key, one);
      continue;
    }
    const to = place < 0 ? undefined : taken.takeNext(context.machineOf(hypervisor), hypervisor.port + 1);
    if (to === undefined) continue;
    const whose = holder.lab === one.lab ? holder.hypervisor.name : `${holder.hypervisor.name} in ${holder.lab.name}`;
    changes.push({
      lab: one.index,
      target: { type: 'hypervisor', index: place },
      setting: 'port',
      from: hypervisor.port,
      to,
      reasons: [`has the control port of ${whose} (NIO030 control-port-shared)`],
    });
  }
  return changes;
}
