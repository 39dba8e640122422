import type { NamedNio, NioError } from './bridge-nio.ts';
import type { PacketFilter } from './packet-filter.ts';

/** What a bridge says to its uBridge. */
export interface BridgeEvents {
  log(line: string): void;
  /** uBridge ends: an error that its threads do not survive. */
  fatal(): void;
}

/** What the system calls its errors, as strerror(3) says them. */
const ERROR_TEXTS: Readonly<Record<string, string>> = {
  SUCCESS: 'Success',
  ECONNREFUSED: 'Connection refused',
  ENETDOWN: 'Network is down',
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EINVAL: 'Invalid argument',
  EMSGSIZE: 'Message too long',
  EPERM: 'Operation not permitted',
  EACCES: 'Permission denied',
  ENOBUFS: 'No buffer space available',
};

/** uBridge goes on after these; it ends after every other (ubridge.c, bridge_nios). */
const SURVIVED: Readonly<Record<NioError['at'], readonly string[]>> = {
  recv: ['ECONNREFUSED', 'ENETDOWN'],
  send: ['ECONNREFUSED', 'ENETDOWN', 'EINVAL'],
};

/** Two NIOs: what comes in at one goes out at the other, as far as the filters let it. */
export class Bridge {
  name: string;
  source: NamedNio | undefined;
  destination: NamedNio | undefined;
  filters: PacketFilter[] = [];
  isCaptured = false;
  private hasStarted = false;
  private readonly events: BridgeEvents;

  constructor(name: string, events: BridgeEvents) {
    this.name = name;
    this.events = events;
  }

  get isRunning(): boolean {
    return this.hasStarted;
  }

  nios(): readonly NamedNio[] {
    return [this.source, this.destination].filter((nio) => nio !== undefined);
  }

  /** Takes a NIO at the first side that is free; false if there is none. */
  add(nio: NamedNio): boolean {
    if (this.source !== undefined && this.destination !== undefined) return false;
    if (this.source === undefined) this.source = nio;
    else this.destination = nio;
    return true;
  }

  /** Lets the frames through, from each side to the other. There must be two sides. */
  start(): void {
    const { source, destination } = this;
    if (source === undefined || destination === undefined) return;
    this.hasStarted = true;
    this.events.log(`Source NIO listener thread for ${this.name} has started`);
    this.events.log(`Destination NIO listener thread for ${this.name} has started`);
    // A frame is sent by the thread of the side where it came in.
    this.pass(source, destination, { recv: 'Source', send: 'Destination' });
    this.pass(destination, source, { recv: 'Destination', send: 'Source' });
  }

  stop(): void {
    this.hasStarted = false;
    for (const nio of this.nios()) nio.read(undefined);
  }

  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.nios().map((nio) => nio.close()));
  }

  private pass(from: NamedNio, to: NamedNio, threads: Readonly<Record<NioError['at'], string>>): void {
    from.read({
      frame: (frame) => {
        if (!this.filters.some((filter) => filter.drops())) to.send(frame);
      },
      failed: (error) => this.failed(error, threads[error.at]),
    });
  }

  private failed({ at, code }: NioError, thread: string): void {
    const text = ERROR_TEXTS[code] ?? code;
    this.events.log(`${at}: ${text}`);
    if (SURVIVED[at].includes(code)) return;
    // The blank at the end is uBridge's.
    this.events.log(`${thread} NIO listener thread for ${this.name} has stopped because of an error: ${text} `);
    this.events.fatal();
  }
}
