import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a hypervisor that is broken, or means harm, answers. */
export interface Hostility {
  /** Invented objects by module, such as `{ vm: 60_000 }`; a module that is not named has none. */
  readonly objects?: Readonly<Record<string, number>>;
  /** How an invented object is called, R and NIO with a number if it is not given. */
  readonly nameOf?: (module: string, index: number) => string;
  /** The console port of every router, or of each; 0 if it is not given. */
  readonly consolePort?: number | ((index: number) => number);
  /** How long each reply waits, by the command it is to. */
  readonly delayMs?: (command: string) => number;
  /**
   * What comes instead of the reply to the commands that it names: `lines`: lines without end; `line`: one
   * line without end; `drip`: the reply byte by byte, `dripMs` apart; `nothing`: no reply at all.
   */
  readonly instead?: (command: string) => 'lines' | 'line' | 'drip' | 'nothing' | undefined;
  readonly dripMs?: number;
}

/** A hypervisor that no test should be harmed by. */
export interface HostileHypervisor {
  readonly port: number;
  /** Every command that it was told, in order. */
  readonly commands: readonly string[];
  stop(): Promise<void>;
}

const MODULES = ['vm', 'atm_bridge', 'atmsw', 'frsw', 'ethsw', 'nio_bridge', 'nio', 'hypervisor'];

/** Lines of this many bytes at a time, as long as they are read. */
const FLOOD_BYTES = 64 * 1024;

/** Listens on a TCP port of 127.0.0.1; 0 lets the system choose. */
export async function startHostileHypervisor(hostility: Hostility, port = 0): Promise<HostileHypervisor> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        commands.push(line);
        reply(socket, line, hostility);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, commands, stop };
}

function reply(socket: Socket, command: string, hostility: Hostility): void {
  const { delayMs = () => 0, instead = () => undefined, dripMs = 1000 } = hostility;
  const send = (): void => {
    const kind = instead(command);
    if (kind === 'nothing') return;
    if (kind === 'lines' || kind === 'line') flood(socket, kind === 'lines' ? '101 x\r\n' : 'x');
    else if (kind === 'drip') drip(socket, answerTo(command, hostility), dripMs);
    else socket.write(answerTo(command, hostility));
    if (command === 'hypervisor close') socket.end();
  };
  const wait = delayMs(command);
  if (wait > 0) setTimeout(send, wait).unref();
  else send();
}

function flood(socket: Socket, piece: string): void {
  const some = piece.repeat(Math.ceil(FLOOD_BYTES / piece.length));
  if (piece.length === 1) socket.write('101 ');
  const more = (): void => {
    while (!socket.destroyed && socket.write(some));
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, text: string, dripMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(text.slice(sent, ++sent));
    if (sent >= text.length) clearInterval(timer);
  }, dripMs);
  timer.unref();
  socket.on('close', () => clearInterval(timer));
}

function answerTo(command: string, hostility: Hostility): string {
  const [module = '', verb = ''] = command.split(' ');
  if (verb === 'version') return '100-0.2.14-invented\r\n';
  if (verb === 'module_list') return list(MODULES);
  if (verb === 'list')
    return list(objects(module, hostility).map((name) => (module === 'vm' ? `${name} (c7200)` : name)));
  if (verb === 'list_con_ports') {
    const { consolePort = 0 } = hostility;
    const portOf = typeof consolePort === 'number' ? () => consolePort : consolePort;
    return list(objects('vm', hostility).map((name, index) => `${name} (${portOf(index)})`));
  }
  if (verb === 'get_status') return '100-2\r\n';
  if (verb === 'get_stats') return '100-1 2 3 4\r\n';
  return '100-OK\r\n';
}

function objects(module: string, { objects = {}, nameOf = nameOfObject }: Hostility): string[] {
  return Array.from({ length: objects[module] ?? 0 }, (_, index) => nameOf(module, index));
}

function nameOfObject(module: string, index: number): string {
  return `${module === 'vm' ? 'R' : module}${index}`;
}

function list(lines: readonly string[]): string {
  return `${lines.map((line) => `101 ${line}\r\n`).join('')}100-OK\r\n`;
}
