import { nextFreePort } from '../address/next-free-port.ts';
import { TakenPorts } from '../allocation/taken-ports.ts';
import type { Hypervisor } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** The TCP ports of all machines that somebody has, control ports first of all. */
export class TcpPortsTaken {
  private readonly context: CheckContext;
  private readonly machines = new Map<string, TakenPorts>();

  constructor(context: CheckContext) {
    this.context = context;
    for (const { hypervisors } of context.allocations) for (const one of hypervisors) this.take(one, one.port);
  }

  /** Notes that a port of a hypervisor's machine is taken. */
  take(hypervisor: Hypervisor, port: number): void {
    this.of(hypervisor).take(port);
  }

  /** The next free port of the machine after this one, taken from then on; undefined if none is left. */
  takeNext(hypervisor: Hypervisor, after: number): number | undefined {
    const taken = this.of(hypervisor);
    const port = nextFreePort(after, taken);
    if (port !== undefined) taken.take(port);
    return port;
  }

  private of(hypervisor: Hypervisor): TakenPorts {
    const machine = this.context.machineOf(hypervisor);
    const taken = this.machines.get(machine) ?? new TakenPorts();
    this.machines.set(machine, taken);
    return taken;
  }
}
