import { FIRST_UNPRIVILEGED, MAX_PORT } from '../address/port.ts';
import { TakenPorts } from './taken-ports.ts';

/** TCP ports that are taken, machine by machine, some with a reason in words. */
export class TcpPorts {
  private readonly machines = new Map<string, { readonly ports: TakenPorts; readonly why: Map<number, string> }>();

  take(machine: string, port: number, why = ''): void {
    let known = this.machines.get(machine);
    if (known === undefined) {
      known = { ports: new TakenPorts(), why: new Map() };
      this.machines.set(machine, known);
    }
    known.ports.take(port);
    known.why.set(port, why);
  }

  /** Who has it, in words; undefined if it is free. */
  why(machine: string, port: number): string | undefined {
    return this.machines.get(machine)?.why.get(port);
  }

  /**
   * The first free port from `from` up, else the first one above 1023, since those below are for root on most
   * systems; it is taken from then on. Undefined if all are taken.
   */
  takeNext(machine: string, from: number): number | undefined {
    const ports = this.machines.get(machine)?.ports ?? new TakenPorts();
    const starts = [Math.max(from, FIRST_UNPRIVILEGED), FIRST_UNPRIVILEGED];
    const port = starts.map((start) => ports.nextFree(start)).find((free) => free <= MAX_PORT);
    if (port !== undefined) this.take(machine, port);
    return port;
  }

  /**
   * The first multiple of `step` from `first` to `highest` that leaves base + offset free for all offsets;
   * undefined if there is none. A port that is taken rules out all bases that lead into the taken ports
   * around it, so that a full machine is passed in a few steps.
   */
  freeBase(
    machine: string,
    offsets: readonly number[],
    { first, highest, step }: { first: number; highest: number; step: number },
  ): number | undefined {
    const ports = this.machines.get(machine)?.ports;
    let base = first;
    while (base <= highest) {
      const at = base;
      const offset = offsets.findLast((one) => ports?.isFree(at + one) === false);
      if (ports === undefined || offset === undefined) return base;
      base = Math.ceil((ports.nextFree(base + offset) - offset) / step) * step;
    }
    return undefined;
  }
}
