import type { Hypervisor, Link } from '../lab/lab.ts';
import type { Nio } from './step.ts';

/** Bits of the `flags` column. */
export const NIO_FLAG = { endB: 1, tunnel: 2, explicit: 4, ubridge: 8, boundToHost: 16 } as const;

/**
 * NIOs in the order of creation, kept as columns of numbers: a million of them then cost megabytes and no
 * work for the garbage collector, which as objects took longer than everything else together. `at` gives one
 * back as an object.
 */
export class NioTable implements Iterable<Nio> {
  length = 0;
  /** The links that the NIOs belong to, in the order in which their first NIO was created. */
  readonly links: Link[] = [];
  readonly hypervisors: Hypervisor[] = [];
  readonly remoteHosts: string[] = [];
  /** The NIOs whose ports a lab file writes out. */
  readonly explicitIndexes: number[] = [];
  private readonly hypervisorIndexes = new Map<Hypervisor, number>();
  private readonly remoteHostIndexes = new Map<string, number>();
  /** NIO → index into `links`, `hypervisors` and `remoteHosts`. */
  link: Int32Array;
  hypervisor: Int32Array;
  remoteHost: Int32Array;
  localPort: Int32Array;
  remotePort: Int32Array;
  flags: Uint8Array;

  /** `expected` NIOs have room; with more the columns grow, which takes twice their memory for a moment. */
  constructor(expected: number) {
    const room = roomFor(Math.max(expected, 16));
    this.link = room.link;
    this.hypervisor = room.hypervisor;
    this.remoteHost = room.remoteHost;
    this.localPort = room.localPort;
    this.remotePort = room.remotePort;
    this.flags = room.flags;
  }

  push(nio: Nio): void {
    const index = this.length++;
    if (index === this.flags.length) this.grow(index * 2);
    this.link[index] = this.linkIndex(nio.link);
    this.hypervisor[index] = indexIn(this.hypervisors, this.hypervisorIndexes, nio.hypervisor);
    this.remoteHost[index] = indexIn(this.remoteHosts, this.remoteHostIndexes, nio.remoteHost);
    this.localPort[index] = nio.localPort;
    this.remotePort[index] = nio.remotePort;
    if (nio.explicit) this.explicitIndexes.push(index);
    this.flags[index] =
      (nio.end === 'b' ? NIO_FLAG.endB : 0) |
      (nio.tunnel ? NIO_FLAG.tunnel : 0) |
      (nio.explicit ? NIO_FLAG.explicit : 0) |
      (nio.owner === 'ubridge' ? NIO_FLAG.ubridge : 0) |
      (nio.boundTo === 'host' ? NIO_FLAG.boundToHost : 0);
  }

  at(index: number): Nio {
    const flags = this.flags[index] ?? 0;
    const link = this.links[this.link[index] ?? 0] as Link;
    const end = flags & NIO_FLAG.endB ? 'b' : 'a';
    const at = end === 'b' && link.b.type === 'device' ? link.b : link.a;
    return {
      hypervisor: this.hypervisors[this.hypervisor[index] ?? 0] as Hypervisor,
      owner: flags & NIO_FLAG.ubridge ? 'ubridge' : 'hypervisor',
      localPort: this.localPort[index] ?? 0,
      remoteHost: this.remoteHosts[this.remoteHost[index] ?? 0] as string,
      remotePort: this.remotePort[index] ?? 0,
      device: at.deviceName,
      interface: at.interface,
      link,
      end,
      tunnel: (flags & NIO_FLAG.tunnel) !== 0,
      explicit: (flags & NIO_FLAG.explicit) !== 0,
      boundTo: flags & NIO_FLAG.boundToHost ? 'host' : 'any',
    };
  }

  *[Symbol.iterator](): Iterator<Nio> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** A link is made at one go, so that its NIOs stand in a row. */
  private linkIndex(link: Link): number {
    const last = this.links.length - 1;
    return this.links[last] === link ? last : this.links.push(link) - 1;
  }

  private grow(capacity: number): void {
    const room = roomFor(capacity);
    this.link = enlarged(this.link, room.link);
    this.hypervisor = enlarged(this.hypervisor, room.hypervisor);
    this.remoteHost = enlarged(this.remoteHost, room.remoteHost);
    this.localPort = enlarged(this.localPort, room.localPort);
    this.remotePort = enlarged(this.remotePort, room.remotePort);
    this.flags = enlarged(this.flags, room.flags);
  }
}

/** One piece of memory: V8 looks for garbage in the whole lab each time that 64 MB are asked for. */
function roomFor(
  capacity: number,
): Pick<NioTable, 'link' | 'hypervisor' | 'remoteHost' | 'localPort' | 'remotePort' | 'flags'> {
  const memory = new ArrayBuffer(21 * capacity);
  return {
    link: new Int32Array(memory, 0, capacity),
    hypervisor: new Int32Array(memory, 4 * capacity, capacity),
    remoteHost: new Int32Array(memory, 8 * capacity, capacity),
    localPort: new Int32Array(memory, 12 * capacity, capacity),
    remotePort: new Int32Array(memory, 16 * capacity, capacity),
    flags: new Uint8Array(memory, 20 * capacity, capacity),
  };
}

function enlarged<T extends Int32Array | Uint8Array>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}

function indexIn<T>(values: T[], indexes: Map<T, number>, value: T): number {
  let index = indexes.get(value);
  if (index === undefined) {
    index = values.push(value) - 1;
    indexes.set(value, index);
  }
  return index;
}
