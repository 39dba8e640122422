import { createServer, type Server, type Socket } from 'node:net';
import { Connections } from '../../network/connections.ts';

/**
 * People open a console in a window or two; more connections than this are a mistake or an attack. The oldest
 * makes way to the next.
 */
const MAX_CONNECTIONS = 16;

/** A console of a router without IOS: answers TCP with one line and listens to nobody. */
export class ConsoleListener {
  private readonly server: Server;
  private readonly connections = new Connections(MAX_CONNECTIONS);

  private constructor(server: Server) {
    this.server = server;
  }

  /**
   * A port that cannot be bound is passed over without a word: so does Dynamips (docs/FACTS.md, "Consoles").
   */
  static async open(host: string, port: number, banner: string): Promise<ConsoleListener | undefined> {
    const server = createServer();
    const listener = new ConsoleListener(server);
    server.on('connection', (socket) => listener.greet(socket, banner));
    const isOpen = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen({ host, port, exclusive: true }, () => resolve(true));
    });
    return isOpen ? listener : undefined;
  }

  async close(): Promise<void> {
    this.connections.closeAll();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private greet(socket: Socket, banner: string): void {
    socket.on('error', () => undefined);
    if (!this.connections.admit(socket)) return;
    socket.resume();
    socket.write(banner);
  }
}
