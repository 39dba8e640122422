import { Machines } from '../address/host.ts';
import type { Device, Hypervisor, Lab } from '../lab/lab.ts';
import type { ConsoleFailure, ConsolePort } from './allocation.ts';
import type { Placement } from './allocator.ts';
import type { HostPools } from './port-pool.ts';
import { TakenPorts } from './taken-ports.ts';

/** The TCP ports of a lab's devices, and those that a GNS3 server cannot give. */
export interface Consoles {
  readonly ports: readonly ConsolePort[];
  readonly failures: readonly ConsoleFailure[];
}

/** For rule sets that never run out of consoles. */
const NO_FAILURES: readonly ConsoleFailure[] = [];

/**
 * Dynagen's rule (docs/FACTS.md, "Ports by Dynagen"): console = base console + instance number, instances
 * counted from 0 over the whole lab in file order; the next higher port if that one is taken on the host;
 * what the file says wins, taken or not. AUX likewise. A router with an `id` uses that instead of its
 * instance number.
 */
export function consolesByInstance(lab: Lab, placement: Placement): Consoles {
  const ports: ConsolePort[] = [];
  const machines = new Machines();
  const takenOnMachine = new Map<string, TakenPorts>();
  let instance = 0;
  for (const device of lab.devices) {
    const hypervisor = placement.hypervisorOf.get(device);
    if (hypervisor === undefined) continue;
    const machine = machines.machineOf(hypervisor.host);
    const taken = takenOnMachine.get(machine) ?? new TakenPorts();
    takenOnMachine.set(machine, taken);
    const isRouter = device.kind === 'router';
    const number = device.id ?? instance;
    if (isRouter) instance++;
    const add = (type: ConsolePort['type'], written: number | undefined, base: number): void => {
      if (written === undefined && !isRouter) return;
      const port = written ?? taken.nextFree(base + number);
      taken.take(port);
      const from = written === undefined && { from: { base, index: number } };
      ports.push({ device, hypervisor, type, port, explicit: written !== undefined, written, ...from });
    };
    add('console', device.console, hypervisor.baseConsole);
    add('aux', device.aux, hypervisor.baseAux);
  }
  return { ports, failures: NO_FAILURES };
}

/**
 * One pool of console ports per host, the lowest free one for each router; what the file says of any device
 * is kept (GNS3 1.0 to 1.2).
 */
export function consolesFromPool(lab: Lab, placement: Placement, pools: HostPools, first: number): Consoles {
  const placed = lab.devices.flatMap((device): Array<[Device, Hypervisor]> => {
    const hypervisor = placement.hypervisorOf.get(device);
    return hypervisor === undefined ? [] : [[device, hypervisor]];
  });
  for (const [device, hypervisor] of placed) {
    for (const port of [device.console, device.aux]) if (port !== undefined) pools.takenConsoles(hypervisor).take(port);
  }
  const ports = placed.flatMap(([device, hypervisor]) => {
    const ports: ConsolePort[] = [];
    const isGiven = device.console === undefined && device.kind === 'router' && device.hasConsole !== false;
    if (isGiven) {
      const taken = pools.takenConsoles(hypervisor);
      const port = taken.nextFree(first);
      taken.take(port);
      ports.push({
        device,
        hypervisor,
        type: 'console',
        port,
        explicit: false,
        written: undefined,
        from: { base: first },
      });
    }
    for (const type of ['console', 'aux'] as const) {
      const port = device[type];
      if (port !== undefined) ports.push({ device, hypervisor, type, port, explicit: true, written: port });
    }
    return ports;
  });
  return { ports, failures: NO_FAILURES };
}
