import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A picture that has not come by then does not come. */
const LIMIT_MS = 60_000;

/** The built program with `-c`, which goes on until it is told to end. */
export class ContinuousRun {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<number | NodeJS.Signals | null>;
  private hasClosed = false;
  private wake: () => void = () => undefined;

  private constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, ['bin/run.js', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
      this.wake();
    });
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.closed = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.hasClosed = true;
        this.wake();
        resolve(code ?? signal);
      });
    });
  }

  /** Runs `work` while the program runs, and kills it if it is still there afterwards. */
  static async with(args: readonly string[], work: (run: ContinuousRun) => Promise<void>): Promise<void> {
    const run = new ContinuousRun(args);
    const kill = (): void => void run.child.kill('SIGKILL');
    process.once('exit', kill);
    try {
      await work(run);
    } finally {
      kill();
      await run.closed;
      process.removeListener('exit', kill);
    }
  }

  /** Waits until what it has printed so far is like this. */
  async until(isEnough: (stdout: string) => boolean, what: string): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.wake();
    }, LIMIT_MS);
    try {
      while (!isEnough(this.stdout)) {
        if (isLate || this.hasClosed) throw new Error(`it did not print ${what}: ${this.stdout}${this.stderr}`);
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** How many file descriptors it has at this moment. */
  descriptorCount(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length;
  }

  /** Sends a signal, and gives the exit code, or the signal that it died of. */
  endWith(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.child.kill(signal);
    return this.closed;
  }
}
