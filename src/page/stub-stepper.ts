import type { Generation } from '../core/kernel/dynamips-version.ts';
import type { LabModel } from '../core/model/lab-model.ts';
import type { TraceEvent } from '../core/trace/trace-event.ts';
import type { TraceState } from '../core/trace/trace-state.ts';

/** Stands in for the stepper of src/core/trace: the sockets of the prediction, one each step. */
export class Stepper {
  readonly lastStep: number;
  private readonly model: LabModel;
  private readonly generation: Generation;

  constructor(model: LabModel, generation: Generation) {
    this.model = model;
    this.generation = generation;
    this.lastStep = model.allocations.reduce((sum, { created }) => sum + created.length, 0);
  }

  get end(): TraceState {
    return this.stateAt(this.lastStep);
  }

  stateAt(step: number): TraceState {
    const prediction = this.model.prediction(this.generation);
    const sockets = Array.from({ length: step }, (_, index) => prediction.socket(index));
    const names = new Map<unknown, number>();
    return {
      step,
      hypervisors: this.model.hypervisors.map(({ name, kind, host, baseUdp }) => ({
        hypervisor: name,
        kind,
        host,
        machine: this.model.machines.machineOf(host),
        base: baseUdp,
        isStopped: false,
      })),
      devices: this.model.labs.flatMap((lab) =>
        lab.devices.map(({ name, hypervisor }) => ({
          device: name,
          hypervisor: hypervisor?.name ?? '',
          consoles: [],
          atStart: [],
        })),
      ),
      sockets: sockets.map(({ nio, machine, port, bind }, index) => {
        if (!names.has(nio.link)) names.set(nio.link, names.size);
        return {
          index,
          end: `${nio.device} ${nio.interface}`,
          device: nio.device,
          interface: nio.interface,
          link: names.get(nio.link) ?? 0,
          hypervisor: nio.hypervisor.name,
          machine,
          by: 'counter' as const,
          port: nio.localPort,
          bind,
          local: `127.0.0.1:${port}`,
          remote: `${nio.remoteHost}:${nio.remotePort}`,
          hears: [],
          isClosed: false,
        };
      }),
      links: [...names].map(([link, place]) => ({
        link: (link as { name: string }).name,
        number: place + 1,
        isRemoved: false,
        hasFailed: false,
      })),
    };
  }

  eventsAt(_step: number): readonly TraceEvent[] {
    return [];
  }

  anchorOf(step: number): string {
    return String(step);
  }

  stepOf(anchor: string): number {
    return Math.min(Number(anchor), this.lastStep);
  }
}
