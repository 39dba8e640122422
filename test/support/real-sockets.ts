import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

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

/** Ports of this machine that nobody has, neither over UDP nor over TCP, in a row. */
export async function freePorts(count: number): Promise<number[]> {
  area ??= claimArea();
  const first = await area;
  for (let tries = 0; tries < AREA_SIZE; tries++) {
    // Taken before anything is waited for: who asks at the same time gets others.
    if (given + count > AREA_SIZE - 1) given = 0;
    const ports = Array.from({ length: count }, (_, index) => first + given + index);
    given += count;
    if (await areFree(ports)) return ports;
  }
  throw new Error(`no ${count} free ports in a row from ${first} on`);
}

/** A port of this machine that nobody has over TCP. */
export async function freeTcpPort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/**
 * Above the UDP ports of fifty practices at once (10000 to 24999), and below those that `niostat kernel`
 * chooses (from 31000 on) and that Linux gives to who asks for any (32768 to 60999): a port that was found
 * free, and is not opened yet, is given to nobody. Each process of tests has an area of its own.
 */
const FIRST_AREA = 26_000;
const AREA_SIZE = 1200;
const AREA_COUNT = 4;

let area: Promise<number> | undefined;

/** So many ports of the area have been handed out, from its first one on. */
let given = 0;

/** The first port of an area that is nobody else's until this process ends: it listens on the last one. */
async function claimArea(): Promise<number> {
  for (let number = 0; number < AREA_COUNT; number++) {
    const first = FIRST_AREA + number * AREA_SIZE;
    const lock = await listenOn(first + AREA_SIZE - 1);
    if (lock === undefined) continue;
    lock.unref();
    return first;
  }
  throw new Error(`all ${AREA_COUNT} areas of ports for tests are taken: other tests run on this machine`);
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const opened: Array<Socket | undefined> = [];
  let isFree = true;
  for (const port of ports) {
    const server = await listenOn(port);
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    opened.push(await openLikeDynamips({ reuse: false, localPort: port, remoteHost: '127.0.0.1', remotePort: 9 }));
    isFree &&= server !== undefined && opened.at(-1) !== undefined;
    if (!isFree) break;
  }
  await closeAll(opened);
  return isFree;
}

function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ host: '0.0.0.0', port, exclusive: true }, () => resolve(server));
  });
}
