/** A hypervisor of the labs: one object, however often the labs name it. */
export interface RehearsalHypervisor {
  /** As it is called in errors. */
  readonly name: string;
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** The machine that it runs on: NIOs of one machine are created in their order. */
  readonly machine: string;
  /** The version of Dynamips that the lab expects there, if it says one. */
  readonly expectedVersion: string | undefined;
}

/** One end of a link that is tried: a UDP NIO of a lab. */
export interface RehearsalEnd {
  /**
   * Its number in frames and in the name of its NIO: the place in the order in which the labs create their
   * NIOs.
   */
  readonly id: number;
  readonly link: RehearsalLink;
  readonly side: 'a' | 'b';
  readonly hypervisor: RehearsalHypervisor;
  /** As the lab of this end writes it. */
  readonly hypervisorName: string;
  readonly device: string;
  readonly interface: string;
  /** True if the lab writes its ports out. */
  readonly explicit: boolean;
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/** A link that is tried. */
export class RehearsalLink {
  readonly name: string;
  readonly lab: string;
  readonly a: RehearsalEnd;
  readonly b: RehearsalEnd;

  constructor(
    { name, lab }: Pick<RehearsalLink, 'name' | 'lab'>,
    a: Omit<RehearsalEnd, 'link' | 'side'>,
    b: Omit<RehearsalEnd, 'link' | 'side'>,
  ) {
    this.name = name;
    this.lab = lab;
    this.a = { ...a, link: this, side: 'a' };
    this.b = { ...b, link: this, side: 'b' };
  }
}

/** The end that the frames of an end are meant for. */
export function peerOf({ link, side }: RehearsalEnd): RehearsalEnd {
  return side === 'a' ? link.b : link.a;
}

/** Those of `ends` which have the same port of the same machine as this one. */
export function twinsOf(end: RehearsalEnd, ends: readonly RehearsalEnd[]): RehearsalEnd[] {
  const { localPort, hypervisor } = end;
  return ends.filter(
    (other) => other !== end && other.localPort === localPort && other.hypervisor.machine === hypervisor.machine,
  );
}

/** Of the twins the one that has the same peer too: only one of the two gets the frames of both. */
export function rivalOf(end: RehearsalEnd, ends: readonly RehearsalEnd[]): RehearsalEnd | undefined {
  const twins = twinsOf(end, ends);
  return twins.find(({ remotePort, remoteHost }) => remotePort === end.remotePort && remoteHost === end.remoteHost);
}

/** `R1 f0/0`. */
export function endName({ device, interface: name }: RehearsalEnd): string {
  return `${device} ${name}`;
}
