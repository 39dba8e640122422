import type { Socket } from 'node:net';
import { HypervisorError, type HypervisorErrorCode } from './hypervisor-error.ts';
import { isRefusal, type Reply, ReplyDecoder, ReplyError } from './reply.ts';
import { checkRequest, encodeRequest } from './request.ts';

export interface ClientOptions {
  /** How the hypervisor is named in errors. */
  readonly host: string;
  readonly port: number;
  /** How long one command may take, from sending it to the end of its reply. */
  readonly timeoutMs: number;
  /** Called when a reply is late: so many milliseconds after its command. */
  readonly onLate?: { readonly afterMs: number; readonly call: () => void };
  /** When all commands together must have ended, on the clock of `performance.now()`. */
  readonly deadline?: number;
}

const TOO_LONG = 'all commands together took too long';

interface Waiting {
  readonly command: string;
  readonly timer: NodeJS.Timeout;
  readonly late: NodeJS.Timeout | undefined;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: HypervisorError) => void;
}

/**
 * Talks to one hypervisor over a connected socket, one command at a time; commands that are asked for meanwhile wait for their
 * turn. A clock runs only while a command does. A connection that has failed once is closed: a late reply would be taken for
 * that of the next command.
 */
export class HypervisorClient {
  private readonly socket: Socket;
  private readonly options: ClientOptions;
  private readonly decoder = new ReplyDecoder();
  private deadline: number;
  private waiting: Waiting | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private failure: { code: HypervisorErrorCode; reason: string; cause?: unknown } | undefined;

  constructor(socket: Socket, options: ClientOptions) {
    this.socket = socket;
    this.options = options;
    this.deadline = options.deadline ?? Number.POSITIVE_INFINITY;
    // A command is one small packet; waiting for more to send with it would only make it late.
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail('CONNECTION', `the connection broke: ${error.message}`, error));
    socket.on('close', () => this.fail('CLOSED', 'the connection was closed before the reply ended'));
  }

  /** Sends words as one command. Returns its reply, or throws `HypervisorError`, also when the hypervisor refuses (2xx). */
  async command(...words: string[]): Promise<Reply> {
    const line = encodeRequest(words);
    const reply = await this.exchange(line);
    if (isRefusal(reply)) {
      throw this.error('REFUSED', `answered ${reply.code}-${reply.text}`, line, { replyCode: reply.code });
    }
    return reply;
  }

  /** Sends one line as it is and returns its reply, a refusal too. Throws `HypervisorError` when there is none. */
  async exchange(line: string): Promise<Reply> {
    const command = checkRequest(line);
    const reply = this.turn.then(() => this.send(command));
    this.turn = reply.catch(() => undefined);
    return await reply;
  }

  /** An error about a command of this connection, for replies that are well-formed and make no sense. */
  complaint(code: HypervisorErrorCode, reason: string, command: string): HypervisorError {
    return this.error(code, reason, command, {});
  }

  /** Gives all commands together so much more time: there is more to ask than was known. */
  extendDeadline(byMs: number): void {
    this.deadline += byMs;
  }

  /** Closes the connection at once; a command that is under way fails. The hypervisor keeps what it has. */
  close(): void {
    this.fail('CLOSED', 'the connection was closed here');
  }

  private send(command: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) {
        reject(this.error(this.failure.code, this.failure.reason, command, { cause: this.failure.cause }));
        return;
      }
      const { timeoutMs } = this.options;
      const leftMs = Math.max(0, this.deadline - performance.now());
      if (leftMs === 0) {
        this.fail('TIMEOUT', TOO_LONG);
        reject(this.error('TIMEOUT', TOO_LONG, command, {}));
        return;
      }
      const reason = leftMs < timeoutMs ? TOO_LONG : `no complete reply within ${timeoutMs} ms`;
      const timer = setTimeout(() => this.fail('TIMEOUT', reason), Math.min(timeoutMs, leftMs));
      const { onLate } = this.options;
      const late = onLate && setTimeout(onLate.call, onLate.afterMs);
      this.waiting = { command, timer, late, resolve, reject };
      this.socket.write(`${command}\n`);
    });
  }

  private receive(chunk: Buffer): void {
    if (this.failure !== undefined) return;
    try {
      for (const reply of this.decoder.push(chunk)) this.deliver(reply);
      // Bytes without a question are another program's greeting.
      if (this.waiting === undefined && this.decoder.isInside) this.failUnasked();
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      for (const reply of error.completed) this.deliver(reply);
      const code = error.reason === 'too-long' ? 'ENDLESS_REPLY' : 'NOT_A_HYPERVISOR';
      this.fail(code, error.message, error);
    }
  }

  private deliver(reply: Reply): void {
    const { waiting } = this;
    if (waiting === undefined) {
      this.failUnasked();
      return;
    }
    this.stopClocks(waiting);
    waiting.resolve(reply);
  }

  private stopClocks({ timer, late }: Waiting): void {
    clearTimeout(timer);
    clearTimeout(late);
    this.waiting = undefined;
  }

  private failUnasked(): void {
    this.fail('NOT_A_HYPERVISOR', 'it speaks without being asked');
  }

  private fail(code: HypervisorErrorCode, reason: string, cause?: unknown): void {
    if (this.failure !== undefined) return;
    this.failure = { code, reason, cause };
    this.socket.destroy();
    const { waiting } = this;
    if (waiting === undefined) return;
    this.stopClocks(waiting);
    waiting.reject(this.error(code, reason, waiting.command, { cause }));
  }

  private error(
    code: HypervisorErrorCode,
    reason: string,
    command: string,
    more: { replyCode?: number; cause?: unknown },
  ): HypervisorError {
    const { host, port } = this.options;
    return new HypervisorError(code, reason, { host, port, command, ...more });
  }
}
