import { createSocket, type Socket } from 'node:dgram';

/** A datagram that has not come by then does not come; on the loopback it takes less than a millisecond. */
const LIMIT_MS = 60_000;

/** The other end of a NIO: a socket of the test at the port that the NIO sends to. */
export class DatagramPeer {
  private readonly arrived: Buffer[] = [];
  private wake: () => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    /** The port of the NIO. */
    private readonly nioPort: number,
  ) {
    socket.on('message', (message) => {
      this.arrived.push(message);
      this.wake();
    });
    // A NIO that is gone answers with an ICMP error; the tests see it by what does not arrive.
    socket.on('error', () => undefined);
  }

  static open({ ownPort, nioPort }: { ownPort: number; nioPort: number }): Promise<DatagramPeer> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind({ port: ownPort, address: '127.0.0.1', exclusive: true }, () => {
        socket.off('error', reject);
        resolve(new DatagramPeer(socket, nioPort));
      });
    });
  }

  /**
   * Returns when the kernel has the datagram, which on the loopback is when it is in the queue of its
   * receiver.
   */
  send(content: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(content, this.nioPort, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** The next datagram that has come and was not asked for yet. */
  async next(): Promise<Buffer> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.wake();
    }, LIMIT_MS);
    try {
      for (;;) {
        const message = this.arrived.shift();
        if (message !== undefined) return message;
        if (isLate) throw new Error(`${LIMIT_MS} ms without a datagram from the NIO on port ${this.nioPort}`);
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.close(() => resolve());
    });
  }
}
