import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a hypervisor and lets commands wait. */
export interface SlowProxy {
  /** TCP, of 127.0.0.1. */
  readonly port: number;
  /** How long a command waits before it is passed on; may be changed at any time. */
  delayMs: (command: string) => number;
  stop(): Promise<void>;
}

/** Passes one command after the other on to the hypervisor at `port`, and its replies back. */
export async function startSlowProxy(port: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const proxy = { port: 0, delayMs: (_command: string) => 0, stop };
  const server = createServer({ noDelay: true }, (client) => {
    const hypervisor = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const socket of [client, hypervisor]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    hypervisor.pipe(client);
    client.on('close', () => hypervisor.destroy());
    let [text, turn] = ['', Promise.resolve()];
    client.setEncoding('latin1').on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        turn = turn.then(async () => {
          await waited(proxy.delayMs(line));
          hypervisor.write(`${line}\n`);
        });
      }
    });
  });
  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}

async function waited(ms: number): Promise<void> {
  // One that waits longer than its test does not keep the process alive.
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref());
}
