import type { FrameReader, Nio } from './nio.ts';
import { NioPorts } from './nio-ports.ts';

/** Seen on 0.2.14: the 33rd NIO is refused. */
const MAX_NIOS = 32;

/** A hub: what comes in on one NIO goes out on all others (docs/FACTS.md, "Objects of a hypervisor"). */
export class NioBridge {
  name: string;
  readonly ports = new NioPorts(MAX_NIOS);

  constructor(name: string) {
    this.name = name;
  }

  readonly reader: FrameReader = (frame, from) => {
    for (const nio of this.ports.all()) if (nio !== from) nio.send(frame);
  };

  get saved(): string[] {
    return [
      `nio_bridge create ${this.name}`,
      ...this.ports.all().map((nio: Nio) => `nio_bridge add_nio ${this.name} ${nio.name}`),
    ];
  }
}
