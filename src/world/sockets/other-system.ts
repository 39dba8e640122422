import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { ownAddresses } from '../network/own-addresses.ts';
import { newMark } from './answer-mark.ts';
import { type ChildEnd, runChild } from './child-run.ts';
import { HostAnswer } from './host-answer.ts';
import { SocketReadError } from './socket-read-error.ts';
import { unixScript } from './unix-script.ts';
import { powerShellArguments, windowsScript } from './windows-script.ts';

/** PowerShell, which lists the processes of Windows, takes seconds to start on a busy host. */
const READ_TIMEOUT_MS = 20_000;

/** Half a million rows: far more than a host has. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

const SYSTEM_NAMES = { darwin: 'macOS', win32: 'Windows' } as const;

/**
 * The sockets of this host, which runs macOS or Windows: it is asked what such a host is asked over ssh.
 * Throws SocketReadError if nothing can be read at all.
 */
export async function readOtherSystem(
  platform: 'darwin' | 'win32',
  { timeoutMs = READ_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Promise<SocketTable> {
  const mark = newMark();
  const answer = new HostAnswer(mark);
  const [program, args, input] =
    platform === 'win32'
      ? [powerShellPath(process.env['SystemRoot']), powerShellArguments(windowsScript(mark)), '']
      : ['sh', ['-s'], `${unixScript(mark)}\n`];
  const { end, complaint } = await runChild(program, args, {
    ...{ input, timeoutMs, maxBytes: MAX_ANSWER_BYTES },
    onData: (chunk) => answer.take(chunk),
  });
  const table = answer.table({ host: 'localhost' });
  if (table !== undefined) return { ...table, addresses: ownAddresses() };
  const why = complaint.split('\n').at(-1) || endText(end, program, timeoutMs);
  throw new SocketReadError(`netstat printed nothing on this ${SYSTEM_NAMES[platform]}: ${why}`, {
    cause: end.how === 'error' ? end.error : undefined,
  });
}

/** By its whole path: Windows looks into the current directory first, which may be anybody's. */
function powerShellPath(systemRoot: string | undefined): string {
  return systemRoot === undefined
    ? 'powershell.exe'
    : `${systemRoot}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
}

function endText(end: ChildEnd, program: string, timeoutMs: number): string {
  if (end.how === 'late') return `no complete answer within ${timeoutMs / 1000} s`;
  if (end.how === 'too long') return `its answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`;
  if (end.how === 'error') return `${program} cannot be started: ${end.error.message}`;
  return 'it is not on the PATH, or it failed';
}
