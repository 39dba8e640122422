import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How a run of the built program ended. */
export interface Run {
  /** `null` if a signal has ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What standard input holds; it is empty otherwise. */
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program is run in the process of the tests. */
export interface InProcessOptions extends RunOptions {
  /** Standard output is a terminal of so many columns; it is none otherwise. */
  readonly columns?: number;
}

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

function start(args: readonly string[], stdout: 'pipe' | number, { env }: RunOptions = {}): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, NIOSTAT_DEBUG: ____, ...rest } = process.env;
  return spawn(process.execPath, ['bin/run.js', ...args], {
    cwd: ROOT,
    env: { ...rest, ...env },
    stdio: ['pipe', stdout, 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
}

/** Runs `niostat` as `npm run build` has left it, in the folder of the project. */
export async function niostat(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, 'pipe', options);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // A program that does not read its input to the end closes the pipe; that is its right.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const code = await exitOf(child);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/**
 * Runs `niostat` with each of these arguments, as many at a time as the machine has processors; results in
 * order.
 */
export async function niostatAll(all: readonly (readonly string[])[], options: RunOptions = {}): Promise<Run[]> {
  const runs: Run[] = [];
  const queue = [...all.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, args] = next;
      runs[index] = await niostat(args, options);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return runs;
}

/** Runs `niostat` with its standard output closed after the first bytes, as `head` does. */
export async function niostatIntoClosedPipe(args: readonly string[]): Promise<Run> {
  const child = start(args, 'pipe');
  const stdout: Buffer[] = [];
  const stderr = collect(child.stderr);
  child.stdout?.once('data', (chunk: Buffer) => {
    stdout.push(chunk);
    child.stdout?.destroy();
  });
  child.stdin?.end();
  const code = await exitOf(child);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs `niostat` with its standard output going into a file. */
export async function niostatInto(path: string, args: readonly string[]): Promise<Run> {
  const fd = openSync(path, 'w');
  try {
    const child = start(args, fd);
    const stderr = collect(child.stderr);
    child.stdin?.end();
    const code = await exitOf(child);
    return { code, stdout: '', stderr: text(stderr) };
  } finally {
    closeSync(fd);
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (child.killed) reject(new Error(`${child.spawnargs.slice(1).join(' ')}: killed after ${LIMIT_MS / 1000} s`));
      else resolve(code);
    });
  });
}

function collect(stream: Readable | null | undefined): Buffer[] {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Runs that are described before the tests begin and then go on side by side, as many at a time as the
 * machine has processors; each test waits for its own. To be made inside `describe`.
 */
export class Batch {
  private readonly queue: (() => Promise<void>)[] = [];

  constructor() {
    before(() => {
      for (let worker = 0; worker < availableParallelism(); worker++) void this.work();
    });
  }

  /** `prepare` is called right before the run: it writes the files that the run needs. */
  add(prepare: () => { args: readonly string[]; options?: RunOptions }): Promise<Run> {
    return new Promise((resolve, reject) => {
      this.queue.push(async () => {
        try {
          const { args, options } = prepare();
          resolve(await niostat(args, options));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  private async work(): Promise<void> {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) await next();
  }
}

const folders: string[] = [];
process.once('exit', () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/**
 * A folder for the files of one test file; it is gone when the process ends, also when no test was chosen.
 */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'niostat-test-'));

  constructor() {
    folders.push(this.path);
  }

  /** Writes a file, with the folders on the way to it, and gives its path. */
  file(name: string, content: string | Buffer): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }
}
