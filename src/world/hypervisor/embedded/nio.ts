import type { UdpSocket } from '../../network/udp-socket.ts';

/** What reads a NIO: a bridge, a switch, or a router that runs. */
export type FrameReader = (frame: Buffer, nio: Nio) => void;

/** The receive buffer of a socket on Linux (net.core.rmem_default): what comes when it is full is lost. */
const MAX_BACKLOG_BYTES = 212_992;

/** What the kernel takes of that buffer for a small datagram, whatever is in it. */
const FRAME_OVERHEAD_BYTES = 768;

/** Where frames go in and out: one end of a link. */
export abstract class Nio {
  name: string;
  packetsIn = 0;
  packetsOut = 0;
  bytesIn = 0;
  bytesOut = 0;
  private readonly readers: FrameReader[] = [];
  /** What came while nobody read, oldest first. */
  private backlog: Buffer[] = [];
  private backlogBytes = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The line of `save_config` that makes this NIO. */
  abstract get saved(): string;

  /** Sends a frame. It counts as sent whatever becomes of it, as in Dynamips (common/net_io.c). */
  send(frame: Uint8Array): void {
    this.packetsOut++;
    this.bytesOut += frame.length;
    this.transmit(frame);
  }

  /** A new reader gets what has waited. */
  addReader(reader: FrameReader): void {
    this.readers.push(reader);
    const waited = this.backlog;
    this.backlog = [];
    this.backlogBytes = 0;
    for (const frame of waited) this.receive(frame);
  }

  removeReader(reader: FrameReader): void {
    const index = this.readers.indexOf(reader);
    if (index >= 0) this.readers.splice(index, 1);
  }

  resetStats(): void {
    this.packetsIn = this.packetsOut = this.bytesIn = this.bytesOut = 0;
  }

  abstract close(): Promise<void>;

  protected abstract transmit(frame: Uint8Array): void;

  /**
   * A frame counts as received only when something reads the NIO (docs/FACTS.md, "Objects of a hypervisor");
   * an empty one is none.
   */
  protected receive(frame: Buffer): void {
    if (frame.length === 0) return;
    const reader = this.readers[0];
    if (reader === undefined) {
      this.keep(frame);
      return;
    }
    this.packetsIn++;
    this.bytesIn += frame.length;
    reader(frame, this);
  }

  private keep(frame: Buffer): void {
    const bytes = frame.length + FRAME_OVERHEAD_BYTES;
    if (this.backlogBytes + bytes > MAX_BACKLOG_BYTES) return;
    this.backlogBytes += bytes;
    this.backlog.push(frame);
  }
}

/** Takes frames and drops them. */
export class NullNio extends Nio {
  get saved(): string {
    return `nio create_null ${this.name}`;
  }

  async close(): Promise<void> {
    // There is nothing to close.
  }

  protected transmit(): void {
    // That is all a null NIO does.
  }
}

/** One UDP socket, connected to the other end of the link. */
export class UdpNio extends Nio {
  /** True for `create_udp_auto`: bound first, connected later. */
  readonly isAuto: boolean;
  private readonly socket: UdpSocket;
  /** As they were written, which is how Dynamips saves them. */
  private readonly writtenLocalPort: number;
  private remote: { host: string; port: number } | undefined;

  constructor(name: string, socket: UdpSocket, { localPort, isAuto }: { localPort: number; isAuto: boolean }) {
    super(name);
    this.socket = socket;
    this.writtenLocalPort = localPort;
    this.isAuto = isAuto;
    socket.onDatagram((datagram) => this.receive(datagram));
  }

  get isConnected(): boolean {
    return this.remote !== undefined;
  }

  get saved(): string {
    const { host, port } = this.remote ?? { host: '(null)', port: -1 };
    return `nio create_udp ${this.name} ${this.writtenLocalPort} ${host} ${port}`;
  }

  /** Notes what the socket was connected to, as it was written. */
  connectedTo(host: string, port: number): void {
    this.remote = { host, port };
  }

  forgetRemote(): void {
    this.remote = undefined;
  }

  /** Connects the socket. Throws the system's error. */
  async connect(address: string, port: number): Promise<void> {
    await this.socket.connect(address, port);
  }

  close(): Promise<void> {
    return this.socket.close();
  }

  protected transmit(frame: Uint8Array): void {
    this.socket.send(frame);
  }
}
