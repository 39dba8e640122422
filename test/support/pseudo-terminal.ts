import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shellQuote } from '../../src/core/text/shell-word.ts';
import { screenAfter, type TerminalScreen } from './terminal-screen.ts';
import { hasTool } from './tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What is not there by then, in ms, does not come. */
const LIMIT_MS = 60_000;

/**
 * True if there is util-linux's `script`, which runs a program in a terminal of its own; that of BSD and
 * macOS takes other flags. With NIOSTAT_REQUIRE_TOOLS=1 it is taken to be there.
 */
export const HAS_PSEUDO_TERMINAL =
  process.env['NIOSTAT_REQUIRE_TOOLS'] === '1' ||
  (hasTool('script') && spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux'));

/** A terminal, and what the environment says about it. */
export interface TerminalKind {
  readonly columns: number;
  readonly rows: number;
  /** What runs longer hangs, and is ended; a minute if nothing is said. */
  readonly limitMs?: number;
  /** TERM, NO_COLOR and the like; nothing of that comes from the environment of the tests. */
  readonly env: Readonly<Record<string, string>>;
}

/** A line of the shell that is run in a terminal, and where. */
export interface TerminalCommand {
  readonly command: string;
  readonly cwd: string;
  /** Words before the program that makes the terminal, such as those that lead into a network namespace. */
  readonly under: readonly string[];
}

/** A program in a terminal of its own, where keys can be pressed. */
export class TerminalSession {
  /** All that the terminal was sent: both streams of the program, and the echo of keys. */
  output = '';
  /** The exit code, as a shell in that terminal would see it. */
  readonly ended: Promise<number | null>;
  /** As large as the terminal was at any time. */
  private size: { readonly columns: number; readonly rows: number };
  private readonly child: ChildProcess;
  private readonly kill = (): void => void this.child.kill('SIGTERM');
  private readonly timer: NodeJS.Timeout;
  private hasEnded = false;
  private wake: () => void = () => undefined;

  private constructor({ command, cwd, under }: TerminalCommand, kind: TerminalKind) {
    this.size = kind;
    const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, NIOSTAT_DEBUG: ____, TERM: _____, ...rest } = process.env;
    // The shell gives the terminal its size before a program is there to ask for it.
    const script = `stty rows ${kind.rows} cols ${kind.columns} && ${command}`;
    const [program = '', ...args] = [...under, 'script', '--quiet', '--return', '--command', script, '/dev/null'];
    this.child = spawn(program, args, {
      cwd,
      env: { ...rest, SHELL: '/bin/sh', ...kind.env },
      // Standard input stays open: `script` presses Ctrl-D where it ends.
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A key that is pressed when the program has just ended finds nobody.
    this.child.stdin?.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.wake();
      });
    }
    this.timer = setTimeout(this.kill, kind.limitMs ?? LIMIT_MS);
    process.once('exit', this.kill);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => {
        this.hasEnded = true;
        this.wake();
        resolve(code);
      });
    });
  }

  /** Starts a line of the shell; it has to be closed. */
  static start(command: TerminalCommand, kind: TerminalKind): TerminalSession {
    return new TerminalSession(command, kind);
  }

  /**
   * Runs `work` while the built program runs, and takes its terminal away if it is still there afterwards,
   * which ends it.
   */
  static async with<T>(
    args: readonly string[],
    kind: TerminalKind,
    work: (session: TerminalSession) => Promise<T>,
  ): Promise<T> {
    // The shell becomes the program, so that nothing stands between it and its terminal.
    const words = [process.execPath, 'bin/run.js', ...args].map(shellQuote).join(' ');
    const session = new TerminalSession({ command: `exec ${words}`, cwd: ROOT, under: [] }, kind);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  /** Takes the terminal away, which ends what is still there. */
  async close(): Promise<void> {
    this.kill();
    await this.ended;
    clearTimeout(this.timer);
    process.removeListener('exit', this.kill);
  }

  /** Waits until what the terminal was sent so far is like this. */
  async until(isEnough: (output: string) => boolean, what: string): Promise<void> {
    while (!isEnough(this.output)) {
      if (this.hasEnded) throw new Error(`it did not print ${what}: ${JSON.stringify(this.output)}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Presses keys; Ctrl-C is the byte 3, of which the terminal makes a signal. */
  press(keys: string): void {
    this.child.stdin?.write(keys);
  }

  /** What the terminal shows now. */
  screen(): TerminalScreen {
    return screenAfter(this.output, this.size);
  }

  /** Waits until the terminal shows what is like this. */
  async untilShown(isEnough: (screen: TerminalScreen) => boolean, what: string): Promise<void> {
    await this.until(() => isEnough(this.screen()), what);
  }

  /** The process that the terminal belongs to: the shell, or the program that it has become. */
  get pid(): number {
    const { pid } = this.child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  }

  /**
   * Gives the terminal another size, as if its window were pulled: first other rows, then other columns, each
   * with a signal. What is drawn for the size before is on its way: `screen` sees it in the larger one.
   */
  resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    const terminal = readlinkSync(`/proc/${this.pid}/fd/0`);
    this.size = { columns: Math.max(columns, this.size.columns), rows: Math.max(rows, this.size.rows) };
    execFileSync('stty', ['-F', terminal, 'rows', `${rows}`, 'cols', `${columns}`]);
  }
}

export const CTRL_C = '\u0003';
