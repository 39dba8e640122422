import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { newMark } from './answer-mark.ts';
import { type ChildEnd, runChild } from './child-run.ts';
import { HostAnswer } from './host-answer.ts';
import { REMOTE_LIMITS } from './raw-rows.ts';
import { unixScript } from './unix-script.ts';
import { commandForAnySystem, powerShellArguments, windowsScript } from './windows-script.ts';

/**
 * 400,000 sockets, and as many descriptors, are 90 MB; an answer beyond this has no end. It is read while it
 * comes, so that this is time and not memory.
 */
const MAX_ANSWER_MIB = 128;

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
 * Reads the sockets of another host, which runs Linux, macOS or Windows, with the system's OpenSSH client:
 * one connection, no questions (a password or an unknown host key is a failure), the user's own configuration
 * in force, nothing installed there and no agent lent to it. Nothing of ssh is left when it returns.
 */
export async function readRemote(host: string, { timeoutMs, signal }: RemoteOptions): Promise<RemoteOutcome> {
  const mark = newMark();
  const forWindows = windowsScript(mark);
  const answer = new HostAnswer(mark, REMOTE_LIMITS);
  const { end, complaint } = await runChild('ssh', sshArguments(host, commandForAnySystem(forWindows), timeoutMs), {
    // Under Cygwin the shell is one of Unix, and its input is the rest of the script.
    input: `${unixScript(mark, `powershell.exe ${powerShellArguments(forWindows).join(' ')} </dev/null`)}\n`,
    ...{ timeoutMs, signal, maxBytes: MAX_ANSWER_MIB * 1024 * 1024 },
    onData: (chunk) => answer.take(chunk),
  });
  const table = answer.table({ host, cutAfterMiB: end.how === 'too long' ? MAX_ANSWER_MIB : undefined });
  if (table !== undefined) return { table: { ...table, source: overSsh(table.source) } };
  const { strangeSystem } = answer;
  if (strangeSystem !== undefined) {
    return {
      failure: {
        host,
        why: `the sockets of ${strangeSystem || 'this system'} cannot be read: Linux, macOS and Windows can`,
      },
    };
  }
  // ssh says much before it says why: the last line has it.
  const isEnded = end.how === 'exit' || end.how === 'signal';
  return { failure: { host, why: (isEnded && complaint.split('\n').at(-1)) || endText(end, timeoutMs) } };
}

/**
 * A master of several connections, which the user's configuration may ask for, would stay: one that is there
 * is used, and none is made.
 */
export function sshArguments(host: string, command: string, timeoutMs: number): string[] {
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
  const settings = [
    ...['BatchMode=yes', 'ForwardAgent=no', 'ForwardX11=no', 'ControlMaster=no'],
    `ConnectTimeout=${seconds}`,
  ];
  return [...settings.flatMap((setting) => ['-o', setting]), '-T', '--', host, command];
}

export function overSsh(source: string): string {
  return source.endsWith(' over ssh') ? source : `${source} over ssh`;
}

/** How ssh ended without an answer, in words. */
export function endText(end: ChildEnd, timeoutMs: number): string {
  switch (end.how) {
    case 'exit':
      return end.code === 0 ? 'the answer is not that of a Linux, macOS or Windows host' : `ssh ended with ${end.code}`;
    case 'signal':
      return `ssh was ended by ${end.name}`;
    case 'error':
      return end.error.code === 'ENOENT' ? 'there is no ssh here: install the OpenSSH client' : end.error.message;
    case 'late':
      return `no complete answer within ${timeoutMs} ms`;
    case 'too long':
      return `the answer is longer than ${MAX_ANSWER_MIB} MiB, and has no socket table`;
    case 'too many complaints':
      return 'ssh, or the host, writes complaints without an end';
    case 'interrupted':
      return 'interrupted';
  }
}
