import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { timeLimit } from '../network/time-limit.ts';
import { settlesWithin } from '../settles-within.ts';
import { logCommand } from '../wire-log.ts';

/** What a program complains about is a line or two, and the last of them says why it ended. */
const KEPT_COMPLAINT_BYTES = 4096;

/** A program that complains more than this will not stop. */
const MAX_COMPLAINT_BYTES = 4 * 1024 * 1024;

/** How long a program may take to end after SIGTERM, and again after SIGKILL: together below 2 s. */
const GRACE_MS = 700;

/** When a program has ended, what it wrote is in the pipe; a helper of it may hold the pipe open for long. */
const QUIET_MS = 250;

export interface ChildOptions {
  /** What the program reads from its standard input. */
  readonly input?: string;
  /** Takes its standard input instead, to write to it and end it. */
  readonly talk?: (input: Writable) => void;
  readonly timeoutMs: number;
  /** An answer beyond this is cut. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes what the program writes, in whatever pieces it comes. */
  readonly onData: (chunk: Buffer) => void;
}

/** How a program ended. `error` is why it could not be started or went on no more. */
export type ChildEnd =
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly name: string }
  | { readonly how: 'error'; readonly error: NodeJS.ErrnoException }
  | { readonly how: 'late' | 'too long' | 'too many complaints' | 'interrupted' };

export interface ChildRun {
  readonly end: ChildEnd;
  /** The last of what it complained about. */
  readonly complaint: string;
}

/**
 * Runs a program to its end, or ends it: after `timeoutMs`, beyond `maxBytes`, and when `signal` says so.
 * When this returns, the program and what it has started in its process group are gone, within 1.4 s also
 * those that take no notice of SIGTERM.
 */
export async function runChild(program: string, args: readonly string[], options: ChildOptions): Promise<ChildRun> {
  if (options.signal?.aborted) return { end: { how: 'interrupted' }, complaint: '' };
  // A group of its own, so that its helpers (ProxyCommand, a pipe of a shell) can be ended with it. Windows
  // has no groups, and would open a window instead.
  const detached = process.platform !== 'win32';
  const child = spawn(program, args, { stdio: 'pipe', detached, windowsHide: true });
  logCommand(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  remember(child);
  try {
    return await ending(child, options);
  } finally {
    await endGroup(child, exited);
    running.delete(child);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    child.unref();
  }
}

/** Those that have not ended. Whatever ends this program by `process.exit` ends them too. */
const running = new Set<ChildProcessWithoutNullStreams>();
let isWatched = false;

function remember(child: ChildProcessWithoutNullStreams): void {
  running.add(child);
  if (isWatched) return;
  isWatched = true;
  process.once('exit', () => {
    for (const one of running) killGroup(one, 'SIGKILL');
  });
}

function ending(child: ChildProcessWithoutNullStreams, options: ChildOptions): Promise<ChildRun> {
  const { input, talk, timeoutMs, maxBytes, signal, onData } = options;
  return new Promise((resolve) => {
    let size = 0;
    let complained = 0;
    let complaint = Buffer.alloc(0);
    let quiet: NodeJS.Timeout | undefined;
    const done = (end: ChildEnd): void => {
      takeBack();
      clearTimeout(quiet);
      signal?.removeEventListener('abort', interrupt);
      child.stdout.removeAllListeners('data').resume();
      resolve({ end, complaint: complaint.toString('utf8').trim() });
    };
    const interrupt = (): void => done({ how: 'interrupted' });
    const takeBack = timeLimit(timeoutMs, () => done({ how: 'late' }));
    signal?.addEventListener('abort', interrupt);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      quiet?.refresh();
      if (size > maxBytes) done({ how: 'too long' });
      else onData(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.length;
      quiet?.refresh();
      complaint = Buffer.concat([complaint, chunk]).subarray(-KEPT_COMPLAINT_BYTES);
      if (complained > MAX_COMPLAINT_BYTES) done({ how: 'too many complaints' });
    });
    child.on('error', (error) => done({ how: 'error', error }));
    child.on('exit', (code, name) => {
      const end: ChildEnd = code === null ? { how: 'signal', name: String(name) } : { how: 'exit', code };
      child.once('close', () => done(end));
      quiet = setTimeout(() => done(end), QUIET_MS);
    });
    // It may end before it has read all of it.
    child.stdin.on('error', () => undefined);
    if (talk === undefined) child.stdin.end(input ?? '');
    else talk(child.stdin);
  });
}

/** SIGTERM for the whole group, SIGKILL for those that are still there when it has ended or does not. */
async function endGroup(child: ChildProcessWithoutNullStreams, exited: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  killGroup(child, 'SIGTERM');
  await settlesWithin(exited, GRACE_MS);
  killGroup(child, 'SIGKILL');
  await settlesWithin(exited, GRACE_MS);
}

function killGroup(child: ChildProcessWithoutNullStreams, name: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(name);
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch {
    // Nobody of the group is left.
  }
}
