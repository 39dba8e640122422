/** The shells into which a command that is printed may be pasted. */
export type ReadersShell = 'posix' | 'cmd' | 'powershell' | 'windows-powershell';

let shell: ReadersShell = 'posix';

/**
 * Says into which shell commands are pasted from now on. It is a fact of the process, as the width of its
 * terminal, and the sentences that hold commands are made in many places
 * (docs/decisions/0056-commands-for-the-readers-shell.md).
 */
export function writeFor(readersShell: ReadersShell): void {
  shell = readersShell;
}

/** The shell of the reader; a POSIX shell where nothing was said, as in a page. */
export function readersShell(): ReadersShell {
  return shell;
}

/** True where commands are pasted into a shell of Windows. */
export function isForWindows(): boolean {
  return shell !== 'posix';
}
