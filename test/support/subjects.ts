import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Generation, generationOf } from '../../src/core/kernel/dynamips-version.ts';
import { EmbeddedHypervisor } from '../../src/world/hypervisor/embedded/embedded-hypervisor.ts';
import { LineClient } from './line-client.ts';
import { freeTcpPort } from './real-sockets.ts';

/** A hypervisor that was started for one test. */
export interface RunningHypervisor {
  readonly port: number;
  readonly workingDirectory: string;
  /** Ends it, whatever it is doing, and removes its directory. */
  stop(): Promise<void>;
}

/** A Dynamips process of its own. */
interface RunningDynamips extends RunningHypervisor {
  /** How the process ended, once it has: a signal, or else an exit code. */
  readonly exited: Promise<NodeJS.Signals | number | null>;
}

/** A hypervisor whose replies and behaviour are compared with what was observed. */
export interface Subject {
  readonly name: string;
  readonly generation: Generation;
  /** What `hypervisor version` begins with. */
  readonly version: string;
  /** Whether it is Dynamips, which needs an IOS to start a VM. */
  readonly isReal: boolean;
  start(): Promise<RunningHypervisor>;
}

/** Dynamips needs 0.3 s to start; a machine that is busy with other tests may need much more. */
const START_LIMIT_MS = 60_000;

/** How often a port is tried; an attempt costs next to nothing. */
const POLL_INTERVAL_MS = 5;

/**
 * Tables of instructions that Dynamips computes and leaves in its directory at its first start (`ilt_*`).
 * With them a start takes 5 ms instead of 300.
 */
const instructionTables = new Map<string, Buffer>();

/** Whether Dynamips can be started here; where it cannot, its tests are not defined. */
export const HAS_DYNAMIPS = (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
  try {
    accessSync(join(directory, 'dynamips'), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Runs `work` with a hypervisor that exists for it alone. */
export async function withHypervisor<H extends RunningHypervisor, T>(
  subject: { start(): Promise<H> },
  work: (hypervisor: H) => Promise<T>,
): Promise<T> {
  const hypervisor = await subject.start();
  try {
    return await work(hypervisor);
  } finally {
    await hypervisor.stop();
  }
}

/** The subject with a client connected to it, which is what most tests need. */
export function withClient<T>(
  subject: Subject,
  work: (client: LineClient, hypervisor: RunningHypervisor) => Promise<T>,
): Promise<T> {
  return withHypervisor(subject, async (hypervisor) => {
    const client = await LineClient.connect(hypervisor.port);
    try {
      return await work(client, hypervisor);
    } finally {
      client.close();
    }
  });
}

/** Spawns Dynamips on a free port of the loopback, in a fresh directory: it leaves files where it runs. */
export async function startDynamips(): Promise<RunningDynamips> {
  const workingDirectory = await mkdtemp(join(tmpdir(), 'niostat-dynamips-'));
  for (const [name, table] of instructionTables) await writeFile(join(workingDirectory, name), table);
  const port = await freeTcpPort();
  const child = spawn('dynamips', ['-H', `127.0.0.1:${port}`], { cwd: workingDirectory, stdio: 'ignore' });
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(workingDirectory, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, workingDirectory, exited, stop };
}

async function untilItAnswers(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('dynamips ended right after its start');
    try {
      const client = await LineClient.connect(port);
      client.close();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw new Error(`dynamips does not answer on port ${port}`, { cause: error });
      await delay(POLL_INTERVAL_MS);
    }
  }
}

function embedded(version: '0.2.17' | '0.2.24', generation: Generation): Subject {
  return {
    name: `embedded ${version}`,
    version,
    generation,
    isReal: false,
    async start() {
      const workingDirectory = await mkdtemp(join(tmpdir(), 'niostat-embedded-'));
      const hypervisor = await EmbeddedHypervisor.start({ host: '127.0.0.1', port: 0, version, workingDirectory });
      return {
        port: hypervisor.port,
        workingDirectory,
        async stop() {
          await hypervisor.close();
          await rm(workingDirectory, { recursive: true, force: true });
        },
      };
    },
  };
}

async function real(): Promise<Subject> {
  const version = await withHypervisor({ start: startDynamips }, async ({ port, workingDirectory }) => {
    for (const name of await readdir(workingDirectory)) {
      if (name.startsWith('ilt_')) instructionTables.set(name, await readFile(join(workingDirectory, name)));
    }
    const client = await LineClient.connect(port);
    const [line] = await client.ask('hypervisor version');
    client.close();
    return (line ?? '').slice('100-'.length);
  });
  const generation = generationOf(version);
  if (generation === undefined) throw new Error(`dynamips calls its version '${version}'`);
  return { name: `real ${version}`, version, generation, isReal: true, start: startDynamips };
}

/** All hypervisors that this machine has. */
export const SUBJECTS: readonly Subject[] = [
  embedded('0.2.17', 'before-0.2.18'),
  embedded('0.2.24', 'from-0.2.18'),
  ...(HAS_DYNAMIPS ? [await real()] : []),
];
