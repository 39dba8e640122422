import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WorldError } from '../../core/errors/world-error.ts';
import { timeLimit } from '../network/time-limit.ts';
import { settlesWithin } from '../settles-within.ts';
import { logCommand } from '../wire-log.ts';
import type { OpenReply, OwnSockets, ReceivedText, SocketPlan } from './own-sockets.ts';
import { PERL_PROGRAM } from './perl-program.ts';

/** macOS has it there, and most Linux systems do. */
const PERL = '/usr/bin/perl';

/** Each command is a few system calls; a process that had to wait for a core needs more. */
const TIMEOUT_MS = 5000;

/**
 * Sockets of perl, which sets SO_REUSEADDR on every system, and connects to port 0, as Dynamips does. It is
 * started for the first socket, and ends when this process does, however it ends: its input ends then.
 */
export class PerlSockets implements OwnSockets {
  private readonly path: string;
  private readonly user: number | undefined;
  private process: PerlProcess | undefined;
  private count = 0;

  /** `user`: the number of the user that it runs as, which only root may choose. */
  constructor({ user, path = PERL }: { readonly user?: number; readonly path?: string } = {}) {
    this.user = user;
    this.path = path;
  }

  /** True if there is such a perl, and it has what the program needs. */
  async works(): Promise<boolean> {
    try {
      await this.ask('close');
      return true;
    } catch (error) {
      if (error instanceof WorldError) return false;
      throw error;
    }
  }

  async open({ family, reuse, localAddress, localPort, peer }: SocketPlan): Promise<OpenReply> {
    const number = ++this.count;
    const words = [number, family, reuse ? 1 : 0, localAddress, localPort];
    const reply = await this.ask('open', ...words, ...(peer === undefined ? [] : [peer.address, peer.port]));
    const [outcome, step, code = 'UNKNOWN'] = (reply.at(-1) ?? '').split(' ');
    if (outcome === 'ok') return { socket: number };
    return { refusedAt: step === 'bind' || step === 'connect' ? step : 'socket', code };
  }

  async send(socket: number, text: string): Promise<void> {
    await this.ask('send', socket, text);
  }

  async received(): Promise<readonly ReceivedText[]> {
    return (await this.ask('received')).flatMap((line) => {
      const [, socket, text] = /^in (\d+) (\S+)$/.exec(line) ?? [];
      return text === undefined ? [] : [{ socket: Number(socket), text }];
    });
  }

  async closeAll(): Promise<void> {
    if (this.process !== undefined) await this.ask('close');
  }

  async end(): Promise<void> {
    await this.process?.end();
    this.process = undefined;
  }

  /** One command; the lines of its reply. Throws `WorldError` if there is no perl, or none answers. */
  private async ask(...words: readonly (string | number)[]): Promise<string[]> {
    this.process ??= new PerlProcess(this.path, this.user);
    return await this.process.ask(words.join(' '));
  }
}

/** A perl that runs the program, one command after the other. */
class PerlProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private readonly lines: string[] = [];
  private answer: { resolve(lines: string[]): void; reject(error: Error): void } | undefined;
  private failure: Error | undefined;

  constructor(path: string, user: number | undefined) {
    // What perl has to say about itself is in its exit code too; nothing of it is for the user.
    const as = user === undefined ? {} : { uid: user, gid: user };
    const child = spawn(path, ['-e', PERL_PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'], cwd: '/', ...as });
    logCommand(child);
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(this.fail(error)));
      child.once('close', () => resolve(this.fail(new Error('it ended'))));
    });
    // Without a descriptor for them there are no pipes.
    const { stdin, stdout }: Partial<Pick<typeof child, 'stdin' | 'stdout'>> = child;
    stdin?.on('error', (error) => this.fail(error));
    if (stdout !== undefined) createInterface(stdout).on('line', (line) => this.take(line));
  }

  async ask(command: string): Promise<string[]> {
    let takeBack = (): void => undefined;
    try {
      return await new Promise<string[]>((resolve, reject) => {
        if (this.failure !== undefined) throw this.failure;
        this.answer = { resolve, reject };
        takeBack = timeLimit(TIMEOUT_MS, () => this.fail(new Error(`no answer within ${TIMEOUT_MS} ms`)));
        this.child.stdin?.write(`${command}\n`);
      });
    } catch (error) {
      this.child.kill('SIGKILL');
      const { spawnfile } = this.child;
      throw new WorldError('NO_PERL', `${spawnfile} does not open sockets: ${(error as Error).message}`, {
        next: 'name the Dynamips that is installed: niostat kernel --program PATH',
        cause: error,
      });
    } finally {
      takeBack();
    }
  }

  async end(): Promise<void> {
    this.child.stdin?.end();
    if (await settlesWithin(this.ended, TIMEOUT_MS)) return;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private take(line: string): void {
    this.lines.push(line);
    if (line.startsWith('in ')) return;
    this.answer?.resolve(this.lines.splice(0));
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.answer?.reject(this.failure);
  }
}
