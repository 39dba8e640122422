import { connect as connectTcp, type Socket } from 'node:net';

/**
 * A hypervisor that has not answered by then does not answer; Dynamips needs a millisecond for nearly all
 * commands.
 */
const LIMIT_MS = 60_000;

/**
 * A client of the hypervisor protocol for tests that judge hypervisors. It shares no code with niostat's own
 * client and codec, so that what both of these misunderstand does not pass unseen.
 */
export class LineClient {
  private received = '';
  private hasEnded = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      this.received += text;
      this.wake();
    });
    const end = (): void => {
      this.hasEnded = true;
      this.wake();
    };
    // A hypervisor that crashes resets the connection; that is an end like any other.
    socket.on('error', end).on('close', end);
  }

  static connect(port: number): Promise<LineClient> {
    return new Promise((resolve, reject) => {
      const socket = connectTcp({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new LineClient(socket));
      });
    });
  }

  /** Sends bytes as they are; the end of the line is up to the caller. */
  send(text: string): void {
    this.socket.write(text);
  }

  /** The lines of the next reply, the last of which is the one with `-` after its code. */
  async reply(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      await this.until(() => this.received.includes('\r\n') || this.hasEnded, `a reply after ${JSON.stringify(lines)}`);
      const end = this.received.indexOf('\r\n');
      if (end < 0) throw new Error(`the connection ended after ${JSON.stringify([...lines, this.received])}`);
      const line = this.received.slice(0, end);
      this.received = this.received.slice(end + 2);
      lines.push(line);
      if (line[3] === '-') return lines;
    }
  }

  ask(command: string): Promise<string[]> {
    this.send(`${command}\n`);
    return this.reply();
  }

  /** For commands that are only there to prepare something: all of them must succeed. */
  async must(...commands: string[]): Promise<void> {
    for (const command of commands) {
      const reply = await this.ask(command);
      if (!reply.at(-1)?.startsWith('100-')) throw new Error(`${command}: ${reply.join(' / ')}`);
    }
  }

  /** Waits until the other side has ended the connection; text that came before is what was left unread. */
  async ended(): Promise<string> {
    await this.until(() => this.hasEnded, 'the end of the connection');
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }

  private async until(isDone: () => boolean, what: string): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.wake();
    }, LIMIT_MS);
    try {
      while (!isDone()) {
        if (isLate) throw new Error(`${LIMIT_MS} ms without ${what}`);
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
