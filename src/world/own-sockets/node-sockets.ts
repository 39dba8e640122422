import { createSocket, type Socket } from 'node:dgram';
import type { OpenReply, ReceivedText, SendingSockets, SocketPlan } from './own-sockets.ts';

/**
 * Sockets of Node. Its `reuseAddr` is SO_REUSEADDR on Linux and Windows, but SO_REUSEPORT on macOS (libuv
 * `src/unix/udp.c`, `src/win/udp.c`), so that there a socket that reuses cannot be opened with it.
 */
export class NodeSockets implements SendingSockets {
  private readonly sockets = new Map<number, Socket>();
  private readonly inbox: ReceivedText[] = [];
  private readonly refused = new Set<number>();
  private count = 0;

  async open(plan: SocketPlan): Promise<OpenReply> {
    const type = plan.family === 6 ? 'udp6' : 'udp4';
    // Node takes IPV6_V6ONLY away where it is the default, on Windows; Cygwin does not, and so no NIO.
    const socket = createSocket({ type, reuseAddr: plan.reuse, ipv6Only: process.platform === 'win32' });
    const bindError = await bind(socket, plan);
    if (bindError !== undefined) return await refusedAt('bind', socket, bindError);
    const number = ++this.count;
    // A datagram that nobody takes comes back as an ICMP error.
    socket.removeAllListeners('error').on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') this.refused.add(number);
    });
    const connectError = plan.peer && (await connect(socket, plan.peer));
    if (connectError !== undefined) return await refusedAt('connect', socket, connectError);
    socket.on('message', (datagram) => this.inbox.push({ socket: number, text: datagram.toString('latin1') }));
    this.sockets.set(number, socket);
    return { socket: number };
  }

  async send(number: number, text: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.sockets.get(number)?.send(Buffer.from(text, 'latin1'), () => resolve());
    });
  }

  async received(): Promise<readonly ReceivedText[]> {
    // One turn of the event loop reads what waits at the sockets.
    await new Promise((resolve) => setImmediate(resolve));
    return this.inbox.splice(0);
  }

  isRefused(number: number): boolean {
    return this.refused.has(number);
  }

  async close(number: number): Promise<void> {
    const socket = this.sockets.get(number);
    this.sockets.delete(number);
    if (socket !== undefined) await close(socket);
  }

  async closeAll(): Promise<void> {
    const open = [...this.sockets.values()];
    this.sockets.clear();
    await Promise.all(open.map(close));
    this.inbox.length = 0;
  }

  end(): Promise<void> {
    return this.closeAll();
  }
}

/** Why a socket could not be bound. */
function bind(socket: Socket, { localAddress, localPort }: SocketPlan): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    socket.once('error', resolve);
    // Several workers would otherwise share the port through their parent.
    socket.bind({ address: localAddress, port: localPort, exclusive: true }, () => resolve(undefined));
  });
}

function connect(
  socket: Socket,
  { address, port }: NonNullable<SocketPlan['peer']>,
): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    try {
      // Node hands an error of connect to this callback, whatever its types say.
      socket.connect(port, address, (error?: Error | null) => resolve(error ?? undefined));
    } catch (error) {
      // Node itself refuses port 0.
      resolve(error as NodeJS.ErrnoException);
    }
  });
}

async function refusedAt(
  step: 'bind' | 'connect',
  socket: Socket,
  { code = 'UNKNOWN' }: NodeJS.ErrnoException,
): Promise<OpenReply> {
  await close(socket);
  return { refusedAt: step, code };
}

function close(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(() => resolve());
  });
}
