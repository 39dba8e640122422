import { wrapPort } from '../../../core/address/port.ts';
import { UdpSocket } from '../../network/udp-socket.ts';

/** What the system says of a frame that comes in, or goes out; `SUCCESS` stands for a frame without bytes. */
export interface NioError {
  readonly at: 'recv' | 'send';
  readonly code: string;
}

/** The receive buffer of a socket on Linux (net.core.rmem_default): what comes when it is full is lost. */
const MAX_BACKLOG_BYTES = 212_992;

/** What the kernel takes of that buffer for a small datagram, whatever is in it. */
const FRAME_OVERHEAD_BYTES = 768;

/** Told of what happens at a NIO of a bridge that runs. */
export interface NioReader {
  frame(frame: Buffer): void;
  failed(error: NioError): void;
}

/** One side of a bridge that has no socket: an interface, or a socket of files, known by its name alone. */
export class NamedNio {
  /** What was typed; set when a bridge has taken it. */
  readonly text: string;
  packetsIn = 0;
  packetsOut = 0;
  bytesIn = 0;
  bytesOut = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Who gets what comes in; nobody while the bridge does not run. */
  read(_reader: NioReader | undefined): void {
    // Nothing comes in.
  }

  send(frame: Uint8Array): void {
    this.packetsOut++;
    this.bytesOut += frame.length;
  }

  resetStats(): void {
    this.packetsIn = this.packetsOut = this.bytesIn = this.bytesOut = 0;
  }

  async close(): Promise<void> {
    // There is nothing to close.
  }
}

/** What `add_nio_udp` says, and where the host is. */
export interface UdpPlan {
  readonly text: string;
  readonly localPort: number;
  readonly remotePort: number;
  readonly address: string;
  readonly family: 4 | 6;
}

/** One side of a bridge: a UDP socket on every address, connected, with SO_REUSEADDR (nio_udp.c). */
export class UdpNio extends NamedNio {
  readonly localPort: number;
  readonly remotePort: number;
  private readonly socket: UdpSocket;
  private reader: NioReader | undefined;
  /** What came while nobody read, oldest first: the kernel keeps it for uBridge. */
  private backlog: Buffer[] = [];
  private backlogBytes = 0;

  private constructor({ text, localPort, remotePort }: UdpPlan, socket: UdpSocket) {
    super(text);
    this.localPort = localPort;
    this.remotePort = remotePort;
    this.socket = socket;
    socket.onDatagram((datagram) => this.receive(datagram));
    socket.onError(({ code = '', syscall }) => this.reader?.failed({ at: syscall === 'send' ? 'send' : 'recv', code }));
  }

  /** Throws the system's error. */
  static async open(plan: UdpPlan): Promise<UdpNio> {
    const socket = await UdpSocket.open({
      family: plan.family,
      localPort: wrapPort(plan.localPort),
      reuseAddress: true,
    });
    const nio = new UdpNio(plan, socket);
    try {
      // The kernel connects to port 0 and nothing ever arrives; Node does not connect at all, with the same
      // effect.
      if (wrapPort(plan.remotePort) !== 0) await socket.connect(plan.address, wrapPort(plan.remotePort));
      return nio;
    } catch (error) {
      await socket.close();
      throw error;
    }
  }

  override read(reader: NioReader | undefined): void {
    this.reader = reader;
    if (reader === undefined) return;
    const waited = this.backlog;
    this.backlog = [];
    this.backlogBytes = 0;
    for (const frame of waited) this.receive(frame);
  }

  /**
   * The refusal of an earlier frame is told instead of sending this one, unless a reader has heard of it
   * before: uBridge reads all the time, and so hears of it there.
   */
  override send(frame: Uint8Array): void {
    super.send(frame);
    this.socket.send(frame, (error) => this.sent(error, () => this.socket.send(frame)));
  }

  override close(): Promise<void> {
    this.reader = undefined;
    return this.socket.close();
  }

  private sent(error: NodeJS.ErrnoException | null, again: () => void): void {
    if (error === null) return;
    const isOfEarlier = error.code === 'ECONNREFUSED';
    this.reader?.failed({ at: isOfEarlier ? 'recv' : 'send', code: error.code ?? '' });
    if (isOfEarlier) again();
  }

  private receive(frame: Buffer): void {
    const { reader } = this;
    if (reader === undefined) {
      this.keep(frame);
    } else if (frame.length === 0) {
      reader.failed({ at: 'recv', code: 'SUCCESS' });
    } else {
      this.packetsIn++;
      this.bytesIn += frame.length;
      reader.frame(frame);
    }
  }

  private keep(frame: Buffer): void {
    const bytes = frame.length + FRAME_OVERHEAD_BYTES;
    if (this.backlogBytes + bytes > MAX_BACKLOG_BYTES) return;
    this.backlogBytes += bytes;
    this.backlog.push(frame);
  }
}
