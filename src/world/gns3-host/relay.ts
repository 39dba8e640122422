import type { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { settlesWithin } from '../settles-within.ts';
import { type ChildRun, runChild } from '../sockets/child-run.ts';
import { endText, sshArguments } from '../sockets/remote-host.ts';
import { RELAY_PROGRAM } from './relay-program.ts';

/** An answer has at most some megabytes of a file, in base64. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/** All of it together: a hundred Dynamips with logs of a megabyte each. */
const MAX_ANSWERS_MIB = 512;

/** Nobody looks at a host for so long; it ends what nobody has ended. */
const LONGEST_MS = 30 * 60_000;

/** For one file, folder or link; what is asked together is answered one after the other. */
const ANSWER_MS = 20_000;

/** How long the other side has to end by itself. */
const END_MS = 300;

/** What the other side says of a request, or of a connection later. */
export interface RelayAnswer {
  readonly id: number;
  /** Why not, as errno calls it: `ENOENT`. */
  readonly error?: string;
  readonly data?: string;
  readonly size?: number;
  readonly changed?: number;
  readonly names?: readonly string[];
  readonly link?: string;
  readonly local?: string;
  readonly user?: number;
  readonly end?: boolean;
}

type Taker = (answer: RelayAnswer) => void;

/** A host that cannot be read over ssh, with the reason. */
export class NoRelay extends Error {}

/**
 * One connection of ssh to another host, over which everything there is read: the system's OpenSSH client, no
 * questions, nothing installed there (`RELAY_PROGRAM`). Where the user is not root and may become it without
 * a password, the other side runs as root. Close it, or ssh stays.
 */
export class Relay {
  /** True if the other side runs as root. */
  isRoot = false;
  private input: Writable | undefined;
  private readonly takers = new Map<number, Taker>();
  private readonly ending = new AbortController();
  private readonly decoder = new StringDecoder('utf8');
  private rest: string[] = [];
  private restLength = 0;
  private lastId = 0;
  private run: Promise<ChildRun> | undefined;
  private isOver = false;

  /** Throws `NoRelay`. */
  static async open(
    destination: string,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<Relay> {
    const relay = new Relay();
    await relay.start(destination, timeoutMs, signal);
    return relay;
  }

  /** True if the other side is gone: what was asked last may have got no answer. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Asks for one thing. `undefined` if the other side is gone or too late. */
  async ask(request: object): Promise<RelayAnswer | undefined> {
    let timer: NodeJS.Timeout | undefined;
    let id = 0;
    const answer = await new Promise<RelayAnswer | undefined>((resolve) => {
      id = this.begin(request, (one) => resolve(one.end === true && one.id !== id ? undefined : one));
      timer = setTimeout(() => resolve(undefined), ANSWER_MS);
    });
    clearTimeout(timer);
    this.takers.delete(id);
    return answer;
  }

  /** The same where more than one answer comes; `take` gets `end` when the other side has gone, too. */
  begin(request: object, take: Taker): number {
    const id = ++this.lastId;
    this.takers.set(id, take);
    if (this.isOver) queueMicrotask(() => this.tell({ id, end: true }));
    else this.say({ ...request, id });
    return id;
  }

  say(request: object): void {
    if (!this.isOver) this.input?.write(`${JSON.stringify(request)}\n`);
  }

  forget(id: number): void {
    this.takers.delete(id);
  }

  async close(): Promise<void> {
    this.input?.end();
    if (this.run !== undefined) await settlesWithin(this.run, END_MS);
    this.ending.abort();
    await this.run;
  }

  private async start(destination: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const abort = (): void => this.ending.abort();
    signal.addEventListener('abort', abort);
    const ready = new Promise<RelayAnswer>((resolve) => this.takers.set(0, resolve));
    this.run = runChild('ssh', sshArguments(destination, COMMAND, timeoutMs), {
      talk: (input) => {
        this.input = input;
        input.write(`${JSON.stringify(RELAY_PROGRAM)}\n`);
      },
      ...{ timeoutMs: LONGEST_MS, maxBytes: MAX_ANSWERS_MIB * 1024 * 1024, signal: this.ending.signal },
      onData: (chunk) => this.take(this.decoder.write(chunk)),
    });
    void this.run.then(() => {
      signal.removeEventListener('abort', abort);
      this.end();
    });
    if (signal.aborted) abort();
    const first = await Promise.race([ready, late(timeoutMs)]);
    if (first?.user !== undefined) {
      this.isRoot = first.user === 0;
      return;
    }
    await this.close();
    throw new NoRelay(whyNot(first === undefined ? undefined : await this.run, timeoutMs));
  }

  private take(text: string): void {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      this.line(this.rest.join('') + line);
      this.rest = [];
      this.restLength = 0;
    }
    this.restLength += last.length;
    if (last !== '') this.rest.push(last);
    if (this.restLength > MAX_LINE_LENGTH) this.ending.abort();
  }

  private line(line: string): void {
    // What a login prints comes before.
    if (!line.startsWith('{')) return;
    try {
      const answer = answerIn(JSON.parse(line) as Record<string, unknown>);
      if (answer !== undefined) this.tell(answer);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  private tell(answer: RelayAnswer): void {
    this.takers.get(answer.id)?.(answer);
  }

  private end(): void {
    this.isOver = true;
    for (const [id, take] of [...this.takers]) take({ id, end: true });
    this.takers.clear();
  }
}

const KINDS: Readonly<Record<Exclude<keyof RelayAnswer, 'id' | 'error'>, (value: unknown) => boolean>> = {
  data: (value) => typeof value === 'string',
  size: (value) => typeof value === 'number',
  changed: (value) => typeof value === 'number',
  names: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  link: (value) => typeof value === 'string',
  local: (value) => typeof value === 'string',
  user: (value) => typeof value === 'number',
  end: (value) => typeof value === 'boolean',
};

/** What is of another kind than the program's own answers was not written by it. */
function answerIn({ id, error, ...more }: Record<string, unknown>): RelayAnswer | undefined {
  if (typeof id !== 'number') return undefined;
  if (error !== undefined) return { id, error: /^E[A-Z0-9]{1,20}$/.test(String(error)) ? String(error) : 'EIO' };
  const isRight = Object.entries(KINDS).every(([key, isOfKind]) => more[key] === undefined || isOfKind(more[key]));
  return isRight ? { ...more, id } : { id, error: 'EIO' };
}

/** The program comes as the first line of the input. `-I`: nothing of the user's own folder is loaded. */
const COMMAND =
  'sh -c \'p="import json,sys;exec(json.loads(sys.stdin.readline()))"; ' +
  'if [ "$(id -u)" != 0 ] && sudo -n true 2>/dev/null; then exec sudo -n python3 -I -c "$p"; fi; ' +
  'exec python3 -I -c "$p"\'';

async function late(ms: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function whyNot(run: ChildRun | undefined, timeoutMs: number): string {
  if (run === undefined) return `no answer over ssh within ${timeoutMs / 1000} s`;
  const { end, complaint } = run;
  if (/python3.*(not found|No such file)/i.test(complaint)) return 'there is no python3 on it';
  // ssh says much before it says why: the last line has it.
  const isEnded = end.how === 'exit' || end.how === 'signal';
  return (isEnded && complaint.split('\n').at(-1)?.trim()) || endText(end, timeoutMs);
}
