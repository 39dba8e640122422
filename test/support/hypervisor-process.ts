import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import { type RunningHypervisor, SUBJECTS } from './subjects.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A hypervisor that is a process of its own, as socket tables show it. */
export interface HypervisorProcess extends RunningHypervisor {
  readonly pid: number;
}

/** A program that is a hypervisor, started for one test. */
export interface HypervisorProgram {
  readonly name: string;
  readonly generation: Generation;
  /** What the kernel calls its process: at most 15 bytes. */
  readonly processName: string;
  /** What sentences call it: its whole name. */
  readonly wholeName: string;
  start(): Promise<HypervisorProcess>;
}

/** `niostat hypervisor` of both generations, and Dynamips where it is installed. */
export const HYPERVISOR_PROGRAMS: readonly HypervisorProgram[] = [
  embedded('0.2.17', 'before-0.2.18'),
  embedded('0.2.24', 'from-0.2.18'),
  ...SUBJECTS.filter(({ isReal }) => isReal).map(
    ({ name, generation, start }): HypervisorProgram => ({
      name,
      generation,
      processName: 'dynamips',
      wholeName: 'dynamips',
      async start() {
        const hypervisor = await start();
        return { ...hypervisor, pid: await pidOf(['dynamips', '-H', `127.0.0.1:${hypervisor.port}`]) };
      },
    }),
  ),
];

function embedded(version: '0.2.17' | '0.2.24', generation: Generation): HypervisorProgram {
  return {
    name: `niostat hypervisor ${version}`,
    generation,
    processName: 'niostat hypervi',
    wholeName: 'niostat hypervisor',
    start: () => startEmbedded(version),
  };
}

async function startEmbedded(version: string): Promise<HypervisorProcess> {
  const workingDirectory = await mkdtemp(join(tmpdir(), 'niostat-embedded-'));
  const args = ['bin/run.js', 'hypervisor', '--listen', '127.0.0.1:0', '--dynamips', version];
  const child = spawn(process.execPath, [...args, '--working-dir', workingDirectory], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  // A run of tests that is broken off must not leave it behind.
  process.once('exit', kill);
  const exited = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  const stop = async (): Promise<void> => {
    kill();
    await exited;
    process.removeListener('exit', kill);
    await rm(workingDirectory, { recursive: true, force: true });
  };
  try {
    const port = await new Promise<number>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
        const match = /^Listening on 127\.0\.0\.1:(\d+),/.exec(said);
        if (match !== null) resolve(Number(match[1]));
      });
      void exited.then((end) => reject(new Error(`niostat hypervisor does not listen: ${end}: ${said}`)));
    });
    return { port, pid: child.pid as number, workingDirectory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The process that was started with these words. */
async function pidOf(words: readonly string[]): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // A process may end while the list is gone through.
    const commandLine = await readFile(`/proc/${entry}/cmdline`, 'latin1').catch(() => '');
    if (commandLine === `${words.join('\0')}\0`) return Number(entry);
  }
  throw new Error(`no process was started as ${words.join(' ')}`);
}
