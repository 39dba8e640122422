import { ALLOCATORS } from '../../core/allocation/allocate.ts';
import type { ConsolePort } from '../../core/allocation/allocation.ts';
import { HostPools } from '../../core/allocation/port-pool.ts';
import { groupBy } from '../../core/group-by.ts';
import { canEdit } from '../../core/lab/edit/can-edit.ts';
import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import type { AllocatorName, Hypervisor, Lab } from '../../core/lab/lab.ts';
import { changedLab } from './changed-lab.ts';

/** The number that decides about a console: written at its device, or the base of its hypervisor. */
export type ConsoleSource = LabChange & { readonly lab: number };

/** A console or AUX port, and the number that moves it; undefined if no file that can be changed has it. */
export interface ConsoleUser {
  readonly console: ConsolePort;
  readonly lab: number;
  readonly source: Omit<ConsoleSource, 'to'> | undefined;
}

/** One text for each number that may be changed. */
export function sourceKey({ lab, target, setting }: Omit<ConsoleSource, 'to'>): string {
  return `${lab} ${setting} ${target.type} ${target.type === 'device' ? target.name : target.index}`;
}

/** All consoles of labs that run at once, as their rule sets give them out once the labs are changed so. */
export function consoleUsers(
  labs: ReadonlyArray<{ readonly lab: Lab; readonly allocator: AllocatorName }>,
  changes: readonly ConsoleSource[],
): { users: ConsoleUser[]; labs: readonly Lab[] } {
  const pools = new Map<AllocatorName, HostPools>();
  const changed: Lab[] = [];
  const byLab = groupBy(changes, ({ lab }) => lab);
  const users = labs.flatMap(({ lab: written, allocator: name }, index): ConsoleUser[] => {
    const lab = changedLab(written, byLab.get(index) ?? []);
    const places = new Map(lab.hypervisors.map((one, place) => [one, place]));
    changed.push(lab);
    const allocator = ALLOCATORS[name];
    const shared = pools.get(name) ?? new HostPools(allocator.pool ?? { first: 1, last: 0 });
    pools.set(name, shared);
    const consoles = allocator.consoles(lab, allocator.place(lab), shared);
    return consoles.ports.map((console) => ({
      console,
      lab: index,
      source: canEdit(lab.format) ? sourceOf(index, console, allocator.countsUp, places) : undefined,
    }));
  });
  return { users, labs: changed };
}

function sourceOf(
  index: number,
  { device, hypervisor, type, explicit }: ConsolePort,
  countsUp: boolean,
  places: ReadonlyMap<Hypervisor, number>,
): ConsoleUser['source'] {
  if (type !== 'console' && type !== 'aux') return undefined;
  const place = places.get(hypervisor);
  if (!explicit && countsUp && place !== undefined)
    return { lab: index, setting: type, target: { type: 'hypervisor', index: place } };
  return { lab: index, setting: type, target: { type: 'device', name: device.name } };
}
