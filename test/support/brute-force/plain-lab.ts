/**
 * A lab in the plainest terms, and how it is written as a scenario. What is worked out of it here shares no
 * code with the program: `plain-ports.ts` gives out the ports, `plain-kernel.ts` opens the sockets.
 */
export interface PlainLab {
  readonly hypervisors: readonly PlainHypervisor[];
  readonly devices: readonly PlainDevice[];
  readonly links: readonly PlainLink[];
  readonly events: readonly PlainEvent[];
}

interface PlainHypervisor {
  readonly host: string;
  /** TCP. */
  readonly control: number;
  readonly base: number;
  readonly baseConsole: number;
}

interface PlainDevice {
  readonly name: string;
  readonly isRouter: boolean;
  /** Index of its hypervisor. */
  readonly on: number;
  readonly console?: number;
}

interface PlainEnd {
  /** Index of the device. */
  readonly device: number;
  readonly interface: string;
}

export interface PlainLink {
  readonly a: PlainEnd;
  readonly b: PlainEnd | PlainNio;
}

/** The right side of a link that is written with its ports. */
interface PlainNio {
  readonly local: number;
  readonly remoteHost: string;
  readonly remote: number;
}

type PlainEvent =
  | { readonly remove: PlainLink }
  | { readonly add: PlainLink }
  /** Index of a hypervisor. */
  | { readonly stop: number };

export function hypervisorText(lab: PlainLab, index: number): string {
  const { host = '', control = 0 } = lab.hypervisors[index] ?? {};
  return `${host}:${control}`;
}

export function endText(lab: PlainLab, { device, interface: port }: PlainEnd): string {
  return `${lab.devices[device]?.name} ${port}`;
}

export function linkText(lab: PlainLab, { a, b }: PlainLink): string {
  const far = 'local' in b ? `NIO_udp:${b.local}:${b.remoteHost}:${b.remote}` : endText(lab, b);
  return `${endText(lab, a)} -- ${far}`;
}

/** The scenario that says the same; JSON is YAML. */
export function scenarioText(lab: PlainLab, allocator: string): string {
  return JSON.stringify({
    allocator,
    hypervisors: lab.hypervisors.map(({ base, baseConsole }, index) => ({
      address: hypervisorText(lab, index),
      baseUdp: base,
      baseConsole,
    })),
    devices: lab.devices.map(({ name, isRouter, on, console }) => ({
      name,
      kind: isRouter ? 'router' : 'ethernet-switch',
      hypervisor: hypervisorText(lab, on),
      ...(console !== undefined && { console }),
    })),
    links: lab.links.map((link) => linkText(lab, link)),
    events: lab.events.map((event) => {
      if ('stop' in event) return { stop: hypervisorText(lab, event.stop) };
      return 'add' in event ? { add: linkText(lab, event.add) } : { remove: linkText(lab, event.remove) };
    }),
  });
}
