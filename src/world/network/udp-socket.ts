import type { Socket } from 'node:dgram';
import { DgramAsPromised } from 'dgram-as-promised';
import { requireUdpSockets } from './udp-sockets-here.ts';

export interface UdpSocketOptions {
  readonly family: 4 | 6;
  /** Address of this host to bind to; every address where there is none. */
  readonly localAddress?: string;
  /** 0 lets the system choose. */
  readonly localPort: number;
  /** Sets SO_REUSEADDR, so that a port that is taken by another such socket can be bound. */
  readonly reuseAddress: boolean;
}

/**
 * Datagrams that wait in the process beyond this are dropped, as a full interface would: nobody reads a storm
 * later.
 */
const MAX_SEND_QUEUE_BYTES = 1024 * 1024;

/** One for all sockets: a responder has thousands. */
function passOver(): void {}

/**
 * A UDP socket of dgram-as-promised with what a NIO needs and that library lacks: connected sockets, every
 * datagram that comes in, and errors that are news and not failures (docs/decisions/0015).
 */
export class UdpSocket {
  readonly localPort: number;
  private readonly socket: Socket;
  private isConnected = false;
  private isClosed = false;
  // A connected socket hears of every datagram that its peer refused. To a NIO that is no event at all.
  private tellError: (error: NodeJS.ErrnoException) => void = passOver;

  private constructor(socket: Socket, localPort: number) {
    this.socket = socket;
    this.localPort = localPort;
    socket.on('error', (error) => this.tellError(error));
  }

  /** Binds a socket; throws the error of the system, such as EADDRINUSE, or `WorldError` where none is. */
  static async open({ family, localAddress, localPort, reuseAddress }: UdpSocketOptions): Promise<UdpSocket> {
    requireUdpSockets();
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
      return new UdpSocket(socket, port);
    } catch (error) {
      promised.socket.on('error', () => undefined).close();
      throw error;
    }
  }

  /** Fixes the peer: only its datagrams come in from now on. Throws the system's error. */
  async connect(address: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      // Node hands an error of connect to this callback, whatever its types say.
      this.socket.connect(port, address, (error?: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });
    this.isConnected = true;
  }

  /**
   * Calls `listener` with what the system says of datagrams that were sent and not delivered, such as
   * ECONNREFUSED.
   */
  onError(listener: (error: NodeJS.ErrnoException) => void): void {
    this.tellError = listener;
  }

  /** Answers on a socket without a peer: every datagram with its sender, whom `sendTo` reaches. */
  onRequest(listener: (datagram: Buffer, from: { readonly address: string; readonly port: number }) => void): void {
    this.socket.on('message', listener);
  }

  /** Sends one datagram from a socket that has no peer. */
  sendTo(datagram: Uint8Array, { address, port }: { readonly address: string; readonly port: number }): void {
    if (this.isClosed || this.socket.getSendQueueSize() > MAX_SEND_QUEUE_BYTES) return;
    this.socket.send(datagram, port, address, this.sent);
  }

  /**
   * Sends one datagram to the peer, and does not tell whether it arrives: neither does UDP. `sent` hears what
   * the system says of it, null if it has taken it; otherwise `onError` does.
   */
  send(datagram: Uint8Array, sent: (error: Error | null) => void = this.sent): void {
    if (this.isClosed || !this.isConnected) return;
    if (this.socket.getSendQueueSize() > MAX_SEND_QUEUE_BYTES) return;
    this.socket.send(datagram, sent);
  }

  /** The refusal of one datagram is told when the next one is sent, if nobody has read meanwhile. */
  private readonly sent = (error: Error | null): void => {
    if (error !== null && !this.isClosed) this.tellError(error);
  };

  onDatagram(listener: (datagram: Buffer) => void): void {
    this.socket.on('message', (datagram) => {
      // Before it is connected a socket would take datagrams from anybody.
      if (this.isConnected) listener(datagram);
    });
  }

  /** The address of this host that the socket has; with a peer it is the one towards that. */
  get localAddress(): string {
    return this.socket.address().address;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await new Promise<void>((resolve) => {
      this.socket.close(() => resolve());
    });
  }
}
