import type { Connection } from '../network/tcp.ts';
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

/** Commands that were sent together, and the replies that have come. */
interface Waiting {
  readonly commands: readonly string[];
  readonly replies: Reply[];
  timer: NodeJS.Timeout | undefined;
  late: NodeJS.Timeout | undefined;
  readonly resolve: (replies: readonly Reply[]) => void;
  readonly reject: (error: HypervisorError) => void;
}

/**
 * Talks to one hypervisor over a connected socket, one command at a time, or several that were asked for
 * together; commands that are asked for meanwhile wait for their turn. A clock runs only while a command
 * does. A connection that has failed once is closed: a late reply would be taken for that of the next
 * command.
 */
export class HypervisorClient {
  private readonly socket: Connection;
  private readonly options: ClientOptions;
  private readonly decoder = new ReplyDecoder();
  private readonly log: WireLog | undefined;
  private readonly deadline: number;
  private waiting: Waiting | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private failure: { code: HypervisorErrorCode; reason: string; cause?: unknown } | undefined;
  private hasSaidClose = false;
  private left: Promise<void> | undefined;
  /** Replies that the hypervisor has not given yet. */
  private owed = 0;
  /** Set while the end of the conversation waits for the replies that are owed. */
  private onNothingOwed: (() => void) | undefined;

  constructor(socket: Connection, options: ClientOptions) {
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
      this.onNothingOwed?.();
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
    const [reply] = await this.exchangeAll([line]);
    return reply as Reply;
  }

  /**
   * Sends lines as they are, all at once, and returns their replies in the same order, refusals too. Throws
   * `HypervisorError` when one of them has none. Dynamips and uBridge send every line of a reply for itself,
   * so that the kernel holds back the second one until this side has acknowledged the first, which takes 40
   * ms (docs/FACTS.md, "A live GNS3"): once for lines that are sent together, and once for each otherwise.
   */
  async exchangeAll(lines: readonly string[]): Promise<readonly Reply[]> {
    if (lines.length === 0) return [];
    const commands = lines.map(checkRequest);
    const replies = this.turn.then(() => this.send(commands));
    this.turn = replies.catch(() => undefined);
    return await replies;
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
    if (this.failure !== undefined) return;
    this.giveUp({ code: 'CLOSED', reason: CLOSED_HERE });
    const limit = setTimeout(() => this.hangUp(), limitMs);
    await this.nothingOwed();
    this.sayClose();
    await this.nothingOwed();
    clearTimeout(limit);
    this.hangUp();
  }

  /** Settles when every command has its reply, or with the end of the connection. */
  private async nothingOwed(): Promise<void> {
    if (this.socket.destroyed || this.owed === 0) return;
    await new Promise<void>((resolve) => {
      this.onNothingOwed = resolve;
    });
    this.onNothingOwed = undefined;
  }

  private sayClose(): void {
    if (this.hasSaidClose || this.socket.destroyed) return;
    this.hasSaidClose = true;
    this.write([CLOSE]);
  }

  private hangUp(): void {
    this.sayClose();
    this.socket.destroy();
  }

  private write(lines: readonly string[]): void {
    for (const line of lines) this.log?.sent(line);
    this.owed += lines.length;
    this.socket.write(`${lines.join('\n')}\n`);
  }

  private send(commands: readonly string[]): Promise<readonly Reply[]> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { commands, replies: [], timer: undefined, late: undefined, resolve, reject };
      const { failure } = this;
      if (failure !== undefined) {
        reject(this.error(failure.code, failure.reason, commandOf(waiting), { cause: failure.cause }));
        return;
      }
      this.waiting = waiting;
      if (!this.startClocks(waiting)) return;
      this.write(commands);
    });
  }

  /** The clocks of the next reply. False if there is no time left for it. */
  private startClocks(waiting: Waiting): boolean {
    const { timeoutMs, onLate } = this.options;
    const leftMs = Math.max(0, this.deadline - performance.now());
    if (leftMs === 0) {
      this.fail('TIMEOUT', TOO_LONG);
      return false;
    }
    const reason = leftMs < timeoutMs ? TOO_LONG : `no complete reply within ${timeoutMs} ms`;
    waiting.timer = setTimeout(() => this.fail('TIMEOUT', reason), Math.min(timeoutMs, leftMs));
    waiting.late = onLate && setTimeout(onLate.call, onLate.afterMs);
    return true;
  }

  private receive(chunk: Buffer): void {
    if (this.socket.destroyed) return;
    this.log?.received(chunk);
    try {
      for (const reply of this.decoder.push(chunk)) this.deliver(reply);
      // Bytes without a question are another program's greeting.
      if (this.owed === 0 && this.decoder.isInside) this.failUnasked();
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      for (const reply of error.completed) this.deliver(reply);
      const code = error.reason === 'too-long' ? 'ENDLESS_REPLY' : 'NOT_A_HYPERVISOR';
      this.fail(code, error.message, error);
    }
  }

  private deliver(reply: Reply): void {
    if (this.owed === 0) {
      this.failUnasked();
      return;
    }
    this.owed--;
    if (this.owed === 0) this.onNothingOwed?.();
    const { waiting } = this;
    if (waiting === undefined) return;
    waiting.replies.push(reply);
    stopClocks(waiting);
    if (waiting.replies.length < waiting.commands.length) {
      this.startClocks(waiting);
      return;
    }
    this.waiting = undefined;
    waiting.resolve(waiting.replies);
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
    this.waiting = undefined;
    stopClocks(waiting);
    const { code, reason, cause } = failure;
    waiting.reject(this.error(code, reason, commandOf(waiting), { cause }));
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

/** The command whose reply has not come. */
function commandOf({ commands, replies }: Waiting): string {
  return commands[replies.length] ?? '';
}

function stopClocks({ timer, late }: Waiting): void {
  clearTimeout(timer);
  clearTimeout(late);
}
