import { spawn } from 'node:child_process';

/** A program that has nothing to do with labs, and has taken a UDP port without sharing it. */
export interface Stranger {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Binds the port of every address as a server does, under a name of its own, and says when it is done. */
const PROGRAM = `
  const { createSocket } = require('node:dgram');
  const [name, port] = process.argv.slice(1);
  process.title = name;
  createSocket('udp4').bind({ port: Number(port), exclusive: true }, () => process.stdout.write('bound\\n'));
`;

/** Starts a process of this name, of at most 15 bytes, that holds a UDP port. */
export async function startStranger(name: string, port: number): Promise<Stranger> {
  const child = spawn(process.execPath, ['-e', PROGRAM, name, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    kill();
    await exited;
    process.removeListener('exit', kill);
  };
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    void exited.then(() => reject(new Error(`${name} could not bind UDP port ${port}`)));
  });
  return { pid: child.pid as number, stop };
}
