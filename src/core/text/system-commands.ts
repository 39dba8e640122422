import { isForWindows, readersShell } from './readers-shell.ts';
import { commandWord } from './shell-word.ts';

// Programs of the system for what a user is to do on this host; on Windows such as both shells know.

/** Commands of which each needs the one before, in one line; Windows PowerShell 5.1 knows no such line. */
export function commandSequence(commands: readonly string[]): string {
  return commands.join(' && ');
}

/** A command with what is between its quotes, up to the sign that another one follows. */
const IN_SEQUENCE = /(?:"[^"]*"|'[^']*'|[^"'])+?(?= && |$)/y;

/** The lines into which the reader pastes a command or a sequence: on Windows each command is one. */
export function linesToPaste(sequence: string): string[] {
  if (!isForWindows()) return [sequence];
  const lines: string[] = [];
  for (let at = 0; at < sequence.length; at = IN_SEQUENCE.lastIndex + ' && '.length) {
    IN_SEQUENCE.lastIndex = at;
    const [line] = IN_SEQUENCE.exec(sequence) ?? [];
    // A quotation that does not end.
    if (line === undefined) return [sequence];
    lines.push(line);
  }
  return lines;
}

/** Ends processes. On another host than this one the shell is not that of the reader: `isHere` is false. */
export function endCommand(pids: readonly (number | undefined)[], { isHere = true } = {}): string {
  const known = pids.map((pid) => pid ?? 'PID');
  return isHere && isForWindows()
    ? `taskkill /F ${known.map((pid) => `/PID ${pid}`).join(' ')}`
    : `kill ${known.join(' ')}`;
}

/** Shows who has a port of this host; of a port that may be on another one `isHere` is false. */
export function whoHasCommand(protocol: 'tcp' | 'udp', port: number, { isHere = true } = {}): string {
  if (isHere && isForWindows()) return `netstat -ano -p ${protocol} | findstr :${port}`;
  return `ss ${protocol === 'tcp' ? '-ltnp' : '-unap'} 'sport = :${port}'`;
}

/** Makes folders, and those above them. */
export function makeFoldersCommand(paths: readonly string[]): string {
  return isForWindows()
    ? commandSequence(paths.map((path) => `mkdir ${commandWord(path)}`))
    : `mkdir -p ${paths.map(commandWord).join(' ')}`;
}

/** Copies a file to a new name. */
export function copyCommand(from: string, to: string): string {
  return `${isForWindows() ? 'copy' : 'cp -i'} ${commandWord(from)} ${commandWord(to)}`;
}

/** Takes one file out of a ZIP archive, into this folder; Windows has bsdtar since 2018. */
export function unpackCommand(archive: string, within: string): string {
  const word = commandWord(archive);
  return isForWindows() ? `tar -xf ${word} ${commandWord(within)}` : `unzip -p ${word} ${within} > ${within}`;
}

/** Lets a file of the user be written to. */
export function makeWritableCommand(path: string): string {
  return `${isForWindows() ? 'attrib -R' : 'chmod u+w'} ${commandWord(path)}`;
}

/** The same command with all rights; on Windows the shell has them, or not. */
export function asRootCommand(command: string): string {
  return isForWindows() ? command : `sudo ${command}`;
}

/**
 * Writes the output of a command into a file of a plain name. Windows PowerShell 5.1 would take the output
 * for text in the code page of the console, and write it in UTF-16 (documented, about_Redirection and
 * about_Character_Encoding); it hands the line to cmd where no quotes are within it.
 */
export function intoFileCommand(command: string, file: string): string {
  const line = `${command} > ${file}`;
  return readersShell() === 'windows-powershell' && !line.includes('"') ? `cmd /c "${line}"` : line;
}
