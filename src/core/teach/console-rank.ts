import type { LabModel } from '../model/lab-model.ts';
import type { DeviceState } from '../trace/trace-state.ts';

/** What the console of a router is counted from. */
interface ConsoleRank {
  readonly base: number;
  /** The routers above it in the lab, or its number if it has one. */
  readonly inLab: number;
  /** The routers above it on its own hypervisor. */
  readonly onHypervisor: number;
}

/** Undefined for a console that is not counted: written in the file, or out of a pool. */
export function consoleRank({ allocations }: LabModel, { lab, device: name }: DeviceState): ConsoleRank | undefined {
  for (const { lab: file, consoles, placement } of allocations) {
    if (lab !== undefined && file.name !== lab) continue;
    const console = consoles.find(({ device, type }) => device.name === name && type === 'console');
    const { base, index } = console?.from ?? {};
    if (console === undefined || base === undefined || index === undefined) continue;
    const above = file.devices.slice(0, file.devices.indexOf(console.device));
    const onHypervisor = above.filter(
      (device) => device.kind === 'router' && placement.get(device) === console.hypervisor,
    ).length;
    return { base, inLab: index, onHypervisor };
  }
  return undefined;
}
