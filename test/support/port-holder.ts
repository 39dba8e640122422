import { spawn } from 'node:child_process';

/** A process of a name of its own that holds one port and does nothing else. */
export interface PortHolder {
  readonly pid: number;
  stop(): void;
}

export interface HeldPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** What it says to everybody who connects. */
  readonly greeting?: string;
  /** True for a UDP socket with SO_REUSEADDR, as uBridge and Dynamips from 0.2.18 on open them. */
  readonly isShared?: boolean;
  /** True for a TCP server that says nothing and keeps its connections. */
  readonly isMute?: boolean;
}

/** Holds the port of every address under a name, and says when it has it. */
const HOLDER = `
  const [name, protocol, port, greeting, how] = process.argv.slice(1);
  process.title = name;
  const tell = () => process.stdout.write('bound\\n');
  if (protocol === 'udp') require('node:dgram').createSocket({ type: 'udp4', reuseAddr: how === 'shared' }).bind({ port: Number(port), exclusive: true }, tell);
  else require('node:net').createServer((socket) => { socket.on('error', () => {}); if (how !== 'mute') socket.end(greeting); }).listen(Number(port), tell);
`;

/**
 * Starts the program of its first argument with the others, and ends as soon as that has its port: it says
 * whose pid it was.
 */
const STARTER = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', ...process.argv.slice(1)], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => process.stdout.write(child.pid + '\\n', () => process.exit(0)));
  child.once('exit', () => process.exit(1));
`;

/** Arguments for Node that start such a process, print its pid and leave it to the first process. */
export function orphanArguments(name: string, held: HeldPort): string[] {
  return ['-e', STARTER, ...holderWords(name, held)];
}

function holderWords(
  name: string,
  { protocol, port, greeting = '', isShared = false, isMute = false }: HeldPort,
): string[] {
  return [HOLDER, name, protocol, String(port), greeting, isShared ? 'shared' : isMute ? 'mute' : ''];
}

/**
 * Starts a process of this name, of at most 15 bytes. With `isOrphan` the program that started it is gone.
 */
export async function holdPort(name: string, held: HeldPort, isOrphan = false): Promise<PortHolder> {
  const { protocol, port } = held;
  const words = holderWords(name, held);
  const child = spawn(process.execPath, ['-e', ...(isOrphan ? [STARTER] : []), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const first = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      resolve();
    });
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // An orphan is one only when its parent has ended.
  await (isOrphan ? exited : Promise.race([first, exited]));
  if (isOrphan) await first;
  const pid = isOrphan ? Number(said) : (child.pid as number);
  if (said === '' || pid === 0) throw new Error(`${name} could not have ${protocol} port ${port}`);
  const stop = (): void => {
    process.removeListener('exit', stop);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', stop);
  return { pid, stop };
}
