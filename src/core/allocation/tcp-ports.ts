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
   * The first port from `from` up that is free, else the first one that needs no root; undefined if all are
   * taken.
   */
  nextFree(machine: string, from: number): number | undefined {
    const start = Math.max(from, 1);
    return this.freeFrom(machine, start) ?? this.freeFrom(machine, FIRST_UNPRIVILEGED);
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

  private freeFrom(machine: string, start: number): number | undefined {
    const port = this.machines.get(machine)?.ports.nextFree(start) ?? start;
    return port <= MAX_PORT ? port : undefined;
  }
}
