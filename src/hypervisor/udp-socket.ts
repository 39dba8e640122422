import type { Socket } from 'node:dgram';
import { DgramAsPromised } from 'dgram-as-promised';

export interface UdpSocketOptions {
  readonly family: 4 | 6;
  /** Address of this host to bind to; every address where there is none. */
  readonly localAddress?: string;
  /** 0 lets the system choose. */
  readonly localPort: number;
  /** Sets SO_REUSEADDR, so that a port that is taken by another such socket can be bound. */
  readonly reuseAddress: boolean;
}

/** Datagrams that wait in the process beyond this are dropped, as a full interface would: nobody reads a storm later. */
const MAX_SEND_QUEUE_BYTES = 1024 * 1024;

/**
 * A UDP socket of dgram-as-promised with what a NIO needs and that library lacks: connected sockets, every datagram that comes
 * in, and errors that are news and not failures (docs/decisions/0015).
 */
export class UdpSocket {
  readonly localPort: number;
  private readonly socket: Socket;
  private isConnected = false;
  private isClosed = false;

  private constructor(socket: Socket, localPort: number) {
    this.socket = socket;
    this.localPort = localPort;
  }

  /** Binds a socket; throws the system's error, such as EADDRINUSE. */
  static async open({ family, localAddress, localPort, reuseAddress }: UdpSocketOptions): Promise<UdpSocket> {
    const promised = DgramAsPromised.createSocket({ type: family === 6 ? 'udp6' : 'udp4', reuseAddr: reuseAddress });
    try {
      // Several workers would otherwise share the port through their parent.
      const options = { port: localPort, exclusive: true };
      const { port } = await promised.bind(
        localAddress === undefined ? options : { ...options, address: localAddress },
      );
      // The library keeps an error for the next call; ECONNREFUSED of one datagram must not fail another.
      promised.destroy();
      const { socket } = promised;
      // A connected socket hears of every datagram that its peer refused. To a NIO that is no event at all.
      socket.on('error', () => undefined);
      return new UdpSocket(socket, port);
    } catch (error) {
      promised.socket.on('error', () => undefined).close();
      throw error;
    }
  }

  /** Fixes the peer: only its datagrams come in from now on. Throws the system's error. */
  async connect(address: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error): void => reject(error);
      this.socket.once('error', failed);
      this.socket.connect(port, address, () => {
        this.socket.removeListener('error', failed);
        resolve();
      });
    });
    this.isConnected = true;
  }

  /** Sends one datagram to the peer, and does not tell whether it arrives: neither does UDP. */
  send(datagram: Uint8Array): void {
    if (this.isClosed || !this.isConnected) return;
    if (this.socket.getSendQueueSize() > MAX_SEND_QUEUE_BYTES) return;
    this.socket.send(datagram, () => undefined);
  }

  onDatagram(listener: (datagram: Buffer) => void): void {
    this.socket.on('message', (datagram) => {
      // Before it is connected a socket would take datagrams from anybody.
      if (this.isConnected) listener(datagram);
    });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await new Promise<void>((resolve) => {
      this.socket.close(() => resolve());
    });
  }
}
