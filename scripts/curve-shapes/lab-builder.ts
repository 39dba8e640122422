import { hypervisorName } from '../../src/core/lab/hypervisor.ts';
import type { Device, Hypervisor, Lab, LabEvent, Link, LinkFault, Location } from '../../src/core/lab/lab.ts';

/** Builds a lab thing by thing; each stands on a line of its own in a file that is not there. */
export class LabBuilder {
  readonly hypervisors: Hypervisor[] = [];
  readonly devices: Device[] = [];
  readonly links: Link[] = [];
  readonly events: LabEvent[] = [];
  private readonly file: string;
  private line = 0;

  constructor(file = 'curve.net') {
    this.file = file;
  }

  hypervisor(host: string, port: number, settings: Partial<Hypervisor> = {}): Hypervisor {
    const kind = settings.kind ?? 'dynamips';
    const hypervisor: Hypervisor = {
      kind,
      host,
      port,
      name: hypervisorName(kind, host, port),
      baseUdp: 10_000,
      baseConsole: 2000,
      baseAux: 2100,
      location: this.place(),
      ...settings,
    };
    this.hypervisors.push(hypervisor);
    return hypervisor;
  }

  /** A switch if nothing else is said: it has no console, whose ports would end at 65535. */
  device(hypervisor: Hypervisor | undefined, settings: Partial<Device> = {}): Device {
    const device: Device = {
      name: `R${this.devices.length}`,
      kind: 'ethernet-switch',
      ...(hypervisor === undefined ? {} : { hypervisor }),
      location: this.place(),
      ...settings,
    };
    this.devices.push(device);
    return device;
  }

  link(a: Device, b: Device): Link {
    return this.add({ type: 'device', deviceName: b.name, device: b, interface: this.interface() }, a);
  }

  /** A link that is never made, to `b` if that is a device, else to a name that no device has. */
  broken(a: Device, b: Device | string, fault: LinkFault, heldBy?: Link): Link {
    const device = typeof b === 'string' ? undefined : b;
    const deviceName = typeof b === 'string' ? b : b.name;
    return this.add(
      { type: 'device', deviceName, device, interface: 'f0/0' },
      a,
      heldBy === undefined ? { fault } : { fault, heldBy },
    );
  }

  router(hypervisor: Hypervisor | undefined, settings: Partial<Device> = {}): Device {
    return this.device(hypervisor, { kind: 'router', ...settings });
  }

  nio(a: Device, localPort: number, remoteHost: string, remotePort: number): Link {
    const text = `NIO_udp:${localPort}:${remoteHost}:${remotePort}`;
    return this.add({ type: 'nio', text, udp: { localPort, remoteHost, remotePort } }, a);
  }

  /** The same as a link that is made later. */
  later(link: Link): Link {
    this.links.splice(this.links.lastIndexOf(link), 1);
    this.events.push({ type: 'add', link });
    return link;
  }

  lab(more: Partial<Lab> = {}): Lab {
    const { hypervisors, devices, links, events, file } = this;
    const ephemeralRange = { first: 61_000, last: 65_535 };
    return {
      ...{ name: file, file, format: 'dynagen', ephemeralRange, hypervisors, images: [], devices, links, events },
      ...more,
    } as Lab;
  }

  private add(b: Link['b'], a: Device, more: Partial<Link> = {}): Link {
    const end = { type: 'device', deviceName: a.name, device: a, interface: this.interface() } as const;
    const name = `${a.name} ${end.interface} -- ${b.type === 'nio' ? b.text : `${b.deviceName} ${b.interface}`}`;
    const link: Link = { name, a: end, b, location: this.place(), ...more };
    this.links.push(link);
    return link;
  }

  private interface(): string {
    return `f${this.line}/0`;
  }

  private place(): Location {
    return { file: this.file, line: ++this.line, column: 1 };
  }
}

/**
 * A number below a quarter of the size, so that in every size four things have each: ports end at 65535, and
 * a shape must not change its kind where they do.
 */
export function fourEach(index: number, size: number): number {
  return index % Math.ceil(size / 4);
}

/** `count` values of an index. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: Math.max(1, Math.floor(count)) }, (_, index) => make(index));
}

/** Each device to the next one, the last to the first. */
export function ring(builder: LabBuilder, devices: readonly Device[]): void {
  for (const [index, device] of devices.entries())
    builder.link(device, devices[(index + 1) % devices.length] as Device);
}
