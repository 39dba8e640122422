import type { Socket } from 'node:net';
import { WireLog } from '../wire-log.ts';
import { HypervisorError, type HypervisorErrorCode } from './hypervisor-error.ts';
import { isRefusal, type Reply, ReplyDecoder, ReplyError } from './reply.ts';
import { checkRequest, encodeRequest } from './request.ts';

/** Ends one conversation; the hypervisor and all that it has stay. */
const CLOSE = 'hypervisor close';

const CLOSED_HERE = 'the connection was closed here';

export interface ClientOptions {
  /** How the hypervisor is named in errors. */
  readonly host: string;
  readonly port: number;
  /** How long one command may take, from sending it to the end of its reply. */
  readonly timeoutMs: number;
  /** Called when a reply is late: so many milliseconds after its command. */
  readonly onLate?: { readonly afterMs: number; readonly call: () => void } | undefined;
  /** When all commands together must have ended, on the clock of `performance.now()`. */
  readonly deadline?: number;
}

const TOO_LONG = 'the time limit of all commands together is over';

interface Waiting {
  readonly command: string;
  readonly timer: NodeJS.Timeout;
  readonly late: NodeJS.Timeout | undefined;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: HypervisorError) => void;
}

/**
 * Talks to one hypervisor over a connected socket, one command at a time; commands that are asked for
 * meanwhile wait for their turn. A clock runs only while a command does. A connection that has failed once is
 * closed: a late reply would be taken for that of the next command.
 */
export class HypervisorClient {
  private readonly socket: Socket;
  private readonly options: ClientOptions;
  private readonly decoder = new ReplyDecoder();
  private readonly log: WireLog | undefined;
  private readonly deadline: number;
  private waiting: Waiting | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private failure: { code: HypervisorErrorCode; reason: string; cause?: unknown } | undefined;
  private hasSaidClose = false;
  private left: Promise<void> | undefined;
  /** Set while the end of the conversation waits for a reply. */
  private onLastReply: (() => void) | undefined;

  constructor(socket: Socket, options: ClientOptions) {
    this.socket = socket;
    this.options = options;
    this.log = WireLog.of(options.host, options.port);
    this.deadline = options.deadline ?? Number.POSITIVE_INFINITY;
    // A command is one small packet; waiting for more to send with it would only make it late.
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail('CONNECTION', `the connection broke: ${error.message}`, error));
    socket.on('close', () => {
      this.fail('CLOSED', 'the connection was closed before the reply ended');
      this.onLastReply?.();
      this.log?.note(this.failure?.reason ?? '');
    });
  }

  /**
   * Sends words as one command. Returns its reply, or throws `HypervisorError`, also when the hypervisor
   * refuses (2xx).
   */
  async command(...words: string[]): Promise<Reply> {
    const line = encodeRequest(words);
    const reply = await this.exchange(line);
    if (isRefusal(reply)) {
      throw this.error('REFUSED', `answered ${reply.code}-${reply.text}`, line, { replyCode: reply.code });
    }
    return reply;
  }

  /**
   * Sends one line as it is and returns its reply, a refusal too. Throws `HypervisorError` when there is
   * none.
   */
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

  /** Throws `HypervisorError` if the connection has failed since the last reply: no command would get one. */
  checkOpen(): void {
    if (this.failure === undefined) return;
    const { code, reason, cause } = this.failure;
    throw this.error(code, reason, '', { cause });
  }

  /** Closes the connection at once; a command that is under way fails. The hypervisor keeps what it has. */
  close(): void {
    this.fail('CLOSED', CLOSED_HERE);
  }

  /**
   * Ends the conversation: a command that is under way fails, the hypervisor is told `hypervisor close`, and
   * the connection is closed. Dynamips keeps a descriptor for good for every client that goes without this
   * line, one that has said nothing too (docs/FACTS.md, "What harms a hypervisor"). One that is busy or
   * stands still finds the line when it reads on; only what has shown to be no hypervisor is not told it. The
   * answer proves that it was carried out; Dynamips takes up to half a second more to close its end, which is
   * not waited for. Takes at most `limitMs`. Never throws; may be called twice.
   */
  leave(limitMs: number): Promise<void> {
    this.left ??= this.endConversation(limitMs);
    return this.left;
  }

  private async endConversation(limitMs: number): Promise<void> {
    const isOwedReply = this.waiting !== undefined;
    if (this.failure !== undefined) return;
    this.giveUp({ code: 'CLOSED', reason: CLOSED_HERE });
    const limit = setTimeout(() => this.hangUp(), limitMs);
    if (isOwedReply) await this.lastReply();
    this.sayClose();
    await this.lastReply();
    clearTimeout(limit);
    this.hangUp();
  }

  /** Settles with the next reply, or with the end of the connection. */
  private async lastReply(): Promise<void> {
    if (this.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.onLastReply = resolve;
    });
    this.onLastReply = undefined;
  }

  private sayClose(): void {
    if (this.hasSaidClose || this.socket.destroyed) return;
    this.hasSaidClose = true;
    this.write(CLOSE);
  }

  private hangUp(): void {
    this.sayClose();
    this.socket.destroy();
  }

  private write(line: string): void {
    this.log?.sent(line);
    this.socket.write(`${line}\n`);
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
      this.write(command);
    });
  }

  private receive(chunk: Buffer): void {
    if (this.socket.destroyed) return;
    this.log?.received(chunk);
    try {
      for (const reply of this.decoder.push(chunk)) this.deliver(reply);
      // Bytes without a question are another program's greeting.
      const isAsked = this.waiting !== undefined || this.onLastReply !== undefined;
      if (!isAsked && this.decoder.isInside) this.failUnasked();
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      for (const reply of error.completed) this.deliver(reply);
      const code = error.reason === 'too-long' ? 'ENDLESS_REPLY' : 'NOT_A_HYPERVISOR';
      this.fail(code, error.message, error);
    }
  }

  private deliver(reply: Reply): void {
    const { waiting, onLastReply } = this;
    if (waiting === undefined && onLastReply === undefined) {
      this.failUnasked();
      return;
    }
    onLastReply?.();
    if (waiting === undefined) return;
    this.stopClocks(waiting);
    waiting.resolve(reply);
  }

  private stopClocks({ timer, late }: Waiting): void {
    clearTimeout(timer);
    clearTimeout(late);
    this.waiting = undefined;
  }

  private failUnasked(): void {
    this.fail('NOT_A_HYPERVISOR', 'it sends text before a command, as no hypervisor does');
  }

  private fail(code: HypervisorErrorCode, reason: string, cause?: unknown): void {
    if (code === 'TIMEOUT') this.hangUp();
    else this.socket.destroy();
    if (this.failure === undefined) this.giveUp({ code, reason, cause });
  }

  /** Nothing more is asked, for this reason. */
  private giveUp(failure: NonNullable<typeof this.failure>): void {
    this.failure = failure;
    const { waiting } = this;
    if (waiting === undefined) return;
    this.stopClocks(waiting);
    const { code, reason, cause } = failure;
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
