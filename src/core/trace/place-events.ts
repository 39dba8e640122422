import type { Machines } from '../address/host.ts';
import type { Allocation, ConsolePort } from '../allocation/allocation.ts';
import type { Device } from '../lab/lab.ts';
import type { LabModel } from '../model/lab-model.ts';
import { present } from '../present.ts';
import type { TraceEvent } from './trace-event.ts';

/** Step 0: hypervisors and devices, lab by lab, before the first link. */
export function* placeEvents(model: LabModel): Generator<TraceEvent, void, undefined> {
  const isOne = model.allocations.length === 1;
  for (const allocation of model.allocations) {
    const lab = isOne ? undefined : allocation.lab.name;
    yield* hypervisorEvents(allocation, model.machines, lab);
    yield* deviceEvents(allocation, lab);
  }
}

function* hypervisorEvents(
  { hypervisors, countsUp, pool }: Allocation,
  machines: Machines,
  lab: string | undefined,
): Generator<TraceEvent, void, undefined> {
  for (const { name, kind, host, baseUdp } of hypervisors) {
    yield present({
      step: 0,
      at: '0.hypervisor',
      lab,
      event: 'hypervisor' as const,
      hypervisor: name,
      kind,
      host,
      machine: machines.machineOf(host),
      base: countsUp ? baseUdp : undefined,
      pool,
    });
  }
}

function* deviceEvents(
  { lab: { devices }, placement, consoles: ports }: Allocation,
  lab: string | undefined,
): Generator<TraceEvent, void, undefined> {
  const consolesOf = new Map<Device, ConsolePort[]>();
  for (const port of ports) {
    const known = consolesOf.get(port.device);
    if (known === undefined) consolesOf.set(port.device, [port]);
    else known.push(port);
  }
  for (const device of devices) {
    const hypervisor = placement.get(device);
    if (hypervisor === undefined) continue;
    const consoles = consolesOf.get(device)?.map(({ type, port }) => ({ type, port }));
    yield present({
      step: 0,
      at: '0.place',
      lab,
      event: 'place' as const,
      device: device.name,
      hypervisor: hypervisor.name,
      consoles,
    });
  }
}
