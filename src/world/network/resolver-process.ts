import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { ENDING_SIGNALS } from '../../core/signals.ts';
import { spawnNode } from '../node-program.ts';
import { timeLimit } from './time-limit.ts';

/** What the resolver says of a name: its addresses in the resolver's order, or the code of its error. */
export type ResolverAnswer = readonly { readonly address: string; readonly family: number }[] | string;

/**
 * A question waits in a thread of its own, and libuv lets look-ups have half of its threads, of which 1024
 * are the most: that many cost 30 ms and 8 MiB, a few nothing.
 */
const THREADS_PER_NAME = 2;
const MIN_NAMES = 8;
const MAX_NAMES = 512;

/** Node needs 50 ms to start; on a busy machine some hundred. */
const MAX_START_MS = 5000;

/** `niostat hypervisor` is asked for name after name, each when the last is answered. */
const IDLE_MS = 10_000;

/** No host has more; a lab takes four of them at most. */
const MAX_ADDRESSES = 64;

/**
 * Says that it has begun, takes a name a line, and answers each with a line. It ends when nobody is there to
 * write to it, however that one ended; SIGKILL, because a thread that waits for a name server holds up every
 * other end. Ctrl-C on a terminal reaches it too, and is its parent's business.
 */
const PROGRAM = `
const { lookup } = require('node:dns');
const leave = () => process.kill(process.pid, 'SIGKILL');
for (const signal of ${JSON.stringify(ENDING_SIGNALS)}) process.on(signal, () => {});
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
process.stdout.on('error', leave);
const ask = ([id, name]) => {
  const told = (error, found) => say([id, error ? error.code || String(error) : found.slice(0, ${MAX_ADDRESSES})]);
  try { lookup(name, { all: true, verbatim: true }, told); } catch (error) { told(error); }
};
let rest = '';
process.stdin.setEncoding('utf8').on('end', leave).on('error', leave).on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) ask(JSON.parse(line));
});
say('begun');
`;

/** Each that is spent ends with its last question; a resolver that never answers must not breed them. */
const MAX_PROCESSES = 8;

const NOT_STARTED = 'the resolver does not start';

interface Question {
  readonly name: string;
  readonly timeoutMs: number;
  /** Ends the question: no answer came in time, or nobody waits for one. */
  readonly leave: () => void;
  readonly answer: (answer: ResolverAnswer | undefined) => void;
  takeBack: () => void;
}

const running = new Set<ResolverProcess>();
let current: ResolverProcess | undefined;

/**
 * Asks the system's resolver in a process of its own: a look-up cannot be stopped, and a process cannot end
 * before its look-ups have (docs/decisions/0029-dns-in-a-process.md). Undefined if there is no answer within
 * the time, which counts from when the process has begun, or if `signal` is aborted. A code as the answer is
 * that of getaddrinfo, or of why there is no such process. Never throws.
 */
export async function askResolver(
  name: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<ResolverAnswer | undefined> {
  if (signal?.aborted) return undefined;
  if (current === undefined || (!current.isFit && running.size < MAX_PROCESSES)) current = new ResolverProcess();
  return await current.ask(name, timeoutMs, signal);
}

/** Nothing is left behind, not even for a moment: at the end of this process no other has to reap them. */
function killAll(): void {
  for (const one of running) one.kill();
}

/** One process, and the questions that it has not answered yet. */
class ResolverProcess {
  /** True once it has a look-up that nobody waits for any more: its threads may all be held up. */
  private isSpent = false;
  private child: ChildProcess | undefined;
  /** How many names it can ask for at a time. */
  private room = MAX_NAMES;
  private readonly questions = new Map<number, Question>();
  private asked = 0;
  private hasBegun = false;
  private rest = '';
  private takeBackStart: () => void = () => undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor() {
    if (running.size === 0) process.on('beforeExit', killAll).on('exit', killAll);
    running.add(this);
    // Those who ask at once have asked by then, and it is known how many threads it takes.
    setImmediate(() => this.start());
  }

  /** Whether another question would get a thread of its own. */
  get isFit(): boolean {
    return !this.isSpent && this.questions.size < this.room;
  }

  private start(): void {
    if (!running.has(this)) return;
    this.room = Math.min(MAX_NAMES, Math.max(MIN_NAMES, this.questions.size));
    try {
      this.child = this.spawn(this.room * THREADS_PER_NAME);
    } catch (error) {
      this.end((error as NodeJS.ErrnoException).code ?? NOT_STARTED);
      return;
    }
    this.takeBackStart = timeLimit(MAX_START_MS, () => this.end(NOT_STARTED));
    for (const [id, { name }] of this.questions) this.write(id, name);
  }

  private spawn(threads: number): ChildProcess {
    // NODE_OPTIONS is for niostat: a debugger has one port.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawnNode(PROGRAM, [], {
      env: { ...env, UV_THREADPOOL_SIZE: String(threads) },
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    child.once('error', ({ code }: NodeJS.ErrnoException) => this.end(code ?? NOT_STARTED));
    child.once('close', () => this.end('the resolver ended'));
    child.stdin?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    // Only a question that somebody waits for keeps this process alive, by its timer.
    child.unref();
    // In Bun the input of a process has no such function, and does not keep this one alive.
    for (const stream of [child.stdin, child.stdout]) (stream as Partial<Socket>).unref?.();
    return child;
  }

  ask(name: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<ResolverAnswer | undefined> {
    clearTimeout(this.idle);
    const id = this.asked++;
    return new Promise((resolve) => {
      const leave = (): void => {
        this.isSpent = true;
        question.answer(undefined);
      };
      const question: Question = {
        name,
        timeoutMs,
        leave,
        takeBack: () => undefined,
        answer: (answer) => {
          question.takeBack();
          signal?.removeEventListener('abort', leave);
          this.questions.delete(id);
          resolve(answer);
          if (this.questions.size === 0) this.idleNow();
        },
      };
      signal?.addEventListener('abort', leave);
      this.questions.set(id, question);
      if (this.hasBegun) limit(question);
      if (this.child !== undefined) this.write(id, name);
    });
  }

  private write(id: number, name: string): void {
    this.child?.stdin?.write(`${JSON.stringify([id, name])}\n`);
  }

  kill(): void {
    // The end of this process waits for that of the other.
    this.child?.ref();
    this.child?.kill('SIGKILL');
  }

  private read(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as 'begun' | [number, ResolverAnswer];
      if (said === 'begun') this.begin();
      else this.questions.get(said[0])?.answer(said[1]);
    }
  }

  private begin(): void {
    this.hasBegun = true;
    this.takeBackStart();
    for (const question of this.questions.values()) limit(question);
  }

  /** Nothing is asked any more: it stays for a while if it is well. */
  private idleNow(): void {
    if (this.isSpent || this !== current) this.end('');
    else this.idle = setTimeout(() => this.end(''), IDLE_MS).unref();
  }

  /** Answers what is still asked with `reason`. */
  private end(reason: string): void {
    this.isSpent = true;
    if (current === this) current = undefined;
    clearTimeout(this.idle);
    this.takeBackStart();
    for (const question of [...this.questions.values()]) question.answer(reason);
    if (this.child?.exitCode === null && this.child.signalCode === null) this.kill();
    running.delete(this);
    if (running.size === 0) process.removeListener('beforeExit', killAll).removeListener('exit', killAll);
  }
}

function limit(question: Question): void {
  question.takeBack = timeLimit(question.timeoutMs, question.leave);
}
