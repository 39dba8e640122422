import { MAX_PORT } from '../../core/address/port.ts';
import type { BaseRules } from '../../core/bases/base-rules.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { FIRST_UNPRIVILEGED } from '../../core/checks/privileged-port.ts';
import { canEdit } from '../../core/lab/edit/edit-lab.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import type { PlannedChange } from './planned-change.ts';

/** A control port of its own for each hypervisor of a machine; the one that comes first keeps its port. */
export function planControlPorts(context: CheckContext, { inUse }: BaseRules): PlannedChange[] {
  const keyOf = (hypervisor: Hypervisor, port: number): string => `${context.machineOf(hypervisor)} ${port}`;
  const taken = new Set([
    ...context.allocations.flatMap(({ hypervisors }) => hypervisors.map((one) => keyOf(one, one.port))),
    ...context.allocations.flatMap(({ consoles }) => consoles.map((one) => keyOf(one.hypervisor, one.port))),
  ]);
  for (const [machine, { tcp }] of inUse ?? []) for (const port of tcp.keys()) taken.add(`${machine} ${port}`);
  // What is written in no file that can be changed comes first, for it cannot give way.
  const all = context.allocations.flatMap(({ lab, hypervisors }, index) =>
    hypervisors.map((hypervisor) => ({
      hypervisor,
      lab,
      index,
      place: canEdit(lab.format) ? lab.hypervisors.indexOf(hypervisor) : -1,
    })),
  );
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
    const to = place < 0 ? undefined : nextFree(hypervisor.port + 1, (port) => taken.has(keyOf(hypervisor, port)));
    if (to === undefined) continue;
    taken.add(keyOf(hypervisor, to));
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

/**
 * The first port from `from` up that is free, else the first one that needs no root; undefined if all are
 * taken.
 */
export function nextFree(from: number, isTaken: (port: number) => boolean): number | undefined {
  for (const start of [Math.max(from, 1), FIRST_UNPRIVILEGED]) {
    for (let port = start; port <= MAX_PORT; port++) if (!isTaken(port)) return port;
  }
  return undefined;
}
