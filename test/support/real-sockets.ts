import { createSocket, type Socket } from 'node:dgram';

/** What a NIO is told: where to bind, whom to connect to, and whether SO_REUSEADDR is set first. */
export interface SocketPlan {
  readonly reuse: boolean;
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/**
 * A socket that was opened as Dynamips opens a NIO: bound to every address, then connected. Undefined if bind
 * was refused.
 */
export async function openLikeDynamips(plan: SocketPlan): Promise<Socket | undefined> {
  const socket = createSocket({ type: 'udp4', reuseAddr: plan.reuse });
  const isBound = await new Promise<boolean>((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    socket.bind({ port: plan.localPort, address: '0.0.0.0', exclusive: true }, () => resolve(true));
  });
  if (!isBound) {
    socket.close();
    return undefined;
  }
  // A datagram that nobody takes comes back as an ICMP error; that is what the test looks for by other means.
  socket.removeAllListeners('error').on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    // Node passes the error of connect to the callback.
    socket.connect(plan.remotePort, plan.remoteHost, (error?: Error | null) => (error ? reject(error) : resolve()));
  });
  return socket;
}

/**
 * Sends one datagram from each socket and says who received what: sender index → receiver indexes. On the
 * loopback a datagram is in the queue of its receiver when send returns, so that a few turns of the event
 * loop read all of them.
 */
export async function exchange(sockets: ReadonlyArray<Socket | undefined>): Promise<Map<number, number[]>> {
  const received = new Map<number, number[]>();
  let count = 0;
  sockets.forEach((socket, receiver) => {
    socket?.on('message', (message) => {
      const sender = message.readUInt32BE();
      received.set(sender, [...(received.get(sender) ?? []), receiver]);
      count++;
    });
  });
  for (const [sender, socket] of sockets.entries()) {
    if (socket === undefined) continue;
    const frame = Buffer.alloc(4);
    frame.writeUInt32BE(sender);
    await new Promise<void>((resolve) => {
      socket.send(frame, () => resolve());
    });
  }
  for (let quiet = 0, before = count; quiet < 3; before = count) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = count === before ? quiet + 1 : 0;
  }
  return received;
}

/** Closes what is open, and waits until it is closed. */
export async function closeAll(sockets: ReadonlyArray<Socket | undefined>): Promise<void> {
  for (const socket of sockets) {
    if (socket === undefined) continue;
    await new Promise<void>((resolve) => {
      socket.close(() => resolve());
    });
  }
}

/** Ports of the loopback that nobody has, in a row. */
export async function freePorts(count: number): Promise<number[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const probe = createSocket('udp4');
    const first = await new Promise<number>((resolve) => {
      probe.bind({ port: 0, address: '0.0.0.0', exclusive: true }, () => resolve(probe.address().port));
    });
    const ports = Array.from({ length: count }, (_, index) => first + index);
    await closeAll([probe]);
    const opened: Array<Socket | undefined> = [];
    for (const port of ports) {
      if (port > 65_535) break;
      opened.push(await openLikeDynamips({ reuse: false, localPort: port, remoteHost: '127.0.0.1', remotePort: 9 }));
    }
    await closeAll(opened);
    if (opened.length === count && opened.every((socket) => socket !== undefined)) return ports;
  }
  throw new Error(`no ${count} free UDP ports in a row on the loopback`);
}
