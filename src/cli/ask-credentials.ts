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
    const { signal } = options;
    const user = options.user ?? (await typedLine(terminal, `User for ${safeText(server)}: `, { shows: true, signal }));
    if (user === undefined || user === '') return undefined;
    const prompt = `Password of ${safeText(user)} for ${safeText(server)}: `;
    const password = await typedLine(terminal, prompt, { shows: false, signal });
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

/** One line in raw mode, in which a terminal shows nothing and sends no signals. Undefined for Ctrl-D. */
async function typedLine(
  { input, output }: AskingTerminal,
  prompt: string,
  { shows, signal }: { readonly shows: boolean; readonly signal: AbortSignal },
): Promise<string | undefined> {
  input.setRawMode(true);
  output.write(ERASE_LINE + prompt);
  const line = new TypedLine((text) => shows && output.write(text));
  let settle = (): void => undefined;
  const read = (bytes: Buffer | string): void => {
    if (line.take(bytes.toString())) settle();
  };
  try {
    await new Promise<void>((resolve) => {
      settle = resolve;
      input.on('data', read).once('end', resolve);
      signal.addEventListener('abort', settle);
      if (signal.aborted) resolve();
    });
  } finally {
    input.removeListener('data', read);
    input.pause();
    signal.removeEventListener('abort', settle);
    input.setRawMode(false);
    output.write('\n');
  }
  if (signal.aborted || line.end === 'interrupted') {
    throw new InterruptedError('interrupted while niostat asked for a password');
  }
  return line.end === 'entered' ? line.text : undefined;
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

  /** Takes what came from the terminal; true once the line has ended. */
  take(keys: string): boolean {
    for (const key of keys) {
      if (this.end === undefined) this.press(key);
    }
    return this.end !== undefined;
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
