import type { LabModel } from '../../core/model/lab-model.ts';
import type { Seen } from './exercise.ts';

/**
 * Which router answers on each console, if all routers are started in the order of the files: a TCP port is
 * whose program has bound it first, console or AUX, and the others are told nothing (docs/FACTS.md,
 * "Consoles").
 */
export function playedConsoles({ allocations, hypervisors, machines }: LabModel): NonNullable<Seen['consoles']> {
  const holders = new Map<string, string | undefined>();
  const key = (host: string, port: number): string => `${machines.machineOf(host)} ${port}`;
  // Control ports are there before any router.
  for (const { host, port } of hypervisors) holders.set(key(host, port), undefined);
  const ports = allocations.flatMap(({ consoles }) => consoles.filter(({ device }) => device.kind === 'router'));
  for (const { device, hypervisor, port } of ports) {
    const place = key(hypervisor.host, port);
    if (!holders.has(place)) holders.set(place, device.name);
  }
  return ports.flatMap(({ device, hypervisor, type, port }) => {
    if (type !== 'console') return [];
    const answers = holders.get(key(hypervisor.host, port));
    return [{ router: device.name, port, ...(answers !== undefined && { answers }) }];
  });
}
