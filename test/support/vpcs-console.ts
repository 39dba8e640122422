import { connect, type Socket } from 'node:net';

const PROMPT = /VPCS(?:\[\d+\])?> /;

/** The console of a real VPCS: one connection for all commands, since it greets only the first. */
export class VpcsConsole {
  private said = '';
  private wake: () => void = () => undefined;
  private hasEnded = false;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text) => {
      this.said += text;
      this.wake();
    });
    socket.on('close', () => {
      this.hasEnded = true;
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  /** VPCS listens a moment after it was started. */
  static async open(port: number): Promise<VpcsConsole> {
    for (;;) {
      const socket = connect({ host: '127.0.0.1', port });
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      if (!isOpen) continue;
      const console = new VpcsConsole(socket);
      await console.prompt();
      return console;
    }
  }

  /** Types a command; what it says until its next prompt. */
  async type(command: string): Promise<string> {
    this.socket.write(`${command}\r\n`);
    return await this.prompt();
  }

  close(): void {
    this.socket.destroy();
  }

  private async prompt(): Promise<string> {
    for (;;) {
      const match = PROMPT.exec(this.said);
      if (match !== null) {
        const text = this.said.slice(0, match.index);
        this.said = this.said.slice(match.index + match[0].length);
        return text;
      }
      if (this.hasEnded) throw new Error(`the console of VPCS ended: ${this.said}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
