import { openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { InterruptedError } from '../core/errors/interrupted-error.ts';
import { safeText } from '../output/safe-text.ts';
import type { Credentials } from '../world/gns3-server/credentials.ts';
import { ERASE_LINE } from './terminal.ts';

/** No user and no password has more characters; a key that is held down ends here. */
const MAX_CHARACTERS = 1000;

/** A terminal as it is used here; a test stands for it. */
export interface AskingTerminal {
  readonly input: NodeJS.ReadableStream & { setRawMode(mode: boolean): unknown };
  readonly output: { write(text: string): unknown };
  close(): void;
}

interface AskOptions {
  /** The user, if it is known. */
  readonly user: string | undefined;
  readonly signal: AbortSignal;
  readonly terminal?: AskingTerminal | undefined;
}

/**
 * Asks for a user and a password on the terminal itself, whatever standard input and output are; the password
 * is not shown. Undefined without a terminal, and for an empty answer or Ctrl-D. Throws `InterruptedError` on
 * Ctrl-C; the terminal is as before in every case.
 */
export async function askCredentials(server: string, options: AskOptions): Promise<Credentials | undefined> {
  const terminal = options.terminal ?? ownTerminal();
  if (terminal === undefined) return undefined;
  try {
    const typing = new Typing(terminal, options.signal);
    const user = options.user ?? (await typing.line(`User for ${safeText(server)}: `, true));
    if (user === undefined || user === '') return undefined;
    const password = await typing.line(`Password of ${safeText(user)} for ${safeText(server)}: `, false);
    return password === undefined || password === '' ? undefined : { user, password, from: 'the terminal' };
  } finally {
    terminal.close();
  }
}

/** Undefined where there is none, as in cron. */
function ownTerminal(): AskingTerminal | undefined {
  try {
    const [reading, writing] = process.platform === 'win32' ? ['CONIN$', 'CONOUT$'] : ['/dev/tty', '/dev/tty'];
    const input = new ReadStream(openSync(reading, process.platform === 'win32' ? 'r+' : 'r'));
    const descriptor = openSync(writing, process.platform === 'win32' ? 'r+' : 'w');
    const output = new WriteStream(descriptor);
    const close = (): void => {
      input.destroy();
      output.destroy();
    };
    return { input, output, close };
  } catch {
    return undefined;
  }
}

/** Lines in raw mode, in which a terminal shows nothing and sends no signals. */
class Typing {
  private readonly terminal: AskingTerminal;
  private readonly signal: AbortSignal;
  /** What was typed behind the end of the last line. */
  private ahead = '';

  constructor(terminal: AskingTerminal, signal: AbortSignal) {
    this.terminal = terminal;
    this.signal = signal;
  }

  /** Undefined for Ctrl-D. */
  async line(prompt: string, shows: boolean): Promise<string | undefined> {
    const { input, output } = this.terminal;
    input.setRawMode(true);
    output.write(ERASE_LINE + prompt);
    const line = new TypedLine((text) => shows && output.write(text));
    try {
      const typed = this.ahead;
      this.ahead = line.take(typed);
      if (line.end === undefined) await this.read(line);
    } finally {
      input.pause();
      input.setRawMode(false);
      output.write('\n');
    }
    if (this.signal.aborted || line.end === 'interrupted') {
      throw new InterruptedError('interrupted while niostat asked for a password');
    }
    return line.end === 'entered' ? line.text : undefined;
  }

  /** Until the line has ended, or the terminal, or the signal comes. */
  private async read(line: TypedLine): Promise<void> {
    const { input } = this.terminal;
    let settle = (): void => undefined;
    const take = (bytes: Buffer | string): void => {
      // More may come before the terminal is told to pause.
      this.ahead += line.take(bytes.toString());
      if (line.end !== undefined) settle();
    };
    try {
      await new Promise<void>((resolve) => {
        settle = resolve;
        input.on('data', take).once('end', settle);
        // It was told to pause after the line before.
        input.resume();
        this.signal.addEventListener('abort', settle);
        if (this.signal.aborted) settle();
      });
    } finally {
      input.removeListener('data', take).removeListener('end', settle);
      this.signal.removeEventListener('abort', settle);
    }
  }
}

/** What the keys of a terminal make of a line. */
class TypedLine {
  end: 'entered' | 'left' | 'interrupted' | undefined;
  private readonly characters: string[] = [];
  private readonly echo: (text: string) => void;

  constructor(echo: (text: string) => void) {
    this.echo = echo;
  }

  get text(): string {
    return this.characters.join('');
  }

  /** Takes what came from the terminal, and returns what stands behind the end of the line. */
  take(keys: string): string {
    const all = [...keys];
    let taken = 0;
    while (taken < all.length && this.end === undefined) this.press(all[taken++] ?? '');
    return all.slice(taken).join('');
  }

  private press(key: string): void {
    if (key === '\r' || key === '\n') this.end = 'entered';
    else if (key === '\u0003') this.end = 'interrupted';
    else if (key === '\u0004' && this.characters.length === 0) this.end = 'left';
    else if (key === '\u007f' || key === '\b') this.erase(1);
    else if (key === '\u0015') this.erase(this.characters.length);
    else if (key >= ' ' && this.characters.length < MAX_CHARACTERS) {
      this.characters.push(key);
      this.echo(key);
    }
  }

  private erase(count: number): void {
    const erased = this.characters.splice(Math.max(0, this.characters.length - count));
    this.echo('\b \b'.repeat(erased.length));
  }
}
