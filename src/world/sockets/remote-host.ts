import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { logCommand } from '../wire-log.ts';
import { parseRemote, remoteScript } from './remote-script.ts';

/** A table of 65,536 rows is 10 MB, and there are four; an answer beyond this is none. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What ssh complains about is a line or two. */
const MAX_COMPLAINT_BYTES = 4096;

/** Why a host could not be read over ssh, as a value. */
export interface RemoteFailure {
  readonly host: string;
  readonly why: string;
}

export type RemoteOutcome = { readonly table: SocketTable } | { readonly failure: RemoteFailure };

export interface RemoteOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the sockets of another Linux host with the system's OpenSSH client: one connection, no questions (a
 * password or an unknown host key is a failure), the user's own configuration in force, nothing installed
 * there and no agent lent to it.
 */
export async function readRemote(host: string, options: RemoteOptions): Promise<RemoteOutcome> {
  // Nobody over there can know it, so that no name of a process or file is taken for a mark.
  const mark = `%niostat-${randomUUID()} `;
  const { output, complaint, ending } = await runSsh(host, remoteScript(mark), options);
  const table = parseRemote(host, output, mark);
  if (table !== undefined) return { table };
  // ssh says much before it says why: the last line has it.
  return { failure: { host, why: complaint.split('\n').at(-1) || ending } };
}

interface SshRun {
  readonly output: string;
  readonly complaint: string;
  /** How it ended, in words. */
  readonly ending: string;
}

function runSsh(host: string, script: string, { timeoutMs, signal }: RemoteOptions): Promise<SshRun> {
  return new Promise((resolve) => {
    const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
    const settings = ['BatchMode=yes', 'ForwardAgent=no', 'ForwardX11=no', `ConnectTimeout=${seconds}`];
    const args = [...settings.flatMap((setting) => ['-o', setting]), '-T', '--', host, 'exec sh -s'];
    const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'], signal });
    logCommand(child);
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const end = (ending: string): void => {
      clearTimeout(timer);
      // A helper of ssh may hold the pipes for long; nobody waits for it.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      resolve({ output: Buffer.concat(chunks).toString('utf8'), complaint: complaint.trim(), ending });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end(`no complete answer within ${timeoutMs} ms`);
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
      else {
        child.kill('SIGKILL');
        end(`the answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`);
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < MAX_COMPLAINT_BYTES) complaint += chunk.toString('utf8');
    });
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'ABORT_ERR') end('interrupted');
      else end(code === 'ENOENT' ? 'there is no ssh here: install the OpenSSH client' : message);
    });
    child.on('close', (code, killer) => {
      if (code === null) end(`ssh was ended by ${killer}`);
      else end(code === 0 ? 'the answer is not that of a Linux host' : `ssh ended with ${code}`);
    });
    // It may refuse before it has read the script.
    child.stdin.on('error', () => undefined).end(`${script}\n`);
  });
}
