import type { Systeminformation } from 'systeminformation';
import type { ProcessInfo } from '../../core/sockets/socket-table.ts';

type ListedProcess = Systeminformation.ProcessesProcessData;

/** A process as systeminformation lists it. */
export function infoOfListed(listed: ListedProcess, platform: 'darwin' | 'win32'): ProcessInfo {
  const args = platform === 'win32' ? windowsWords(listed) : macWords(listed);
  return { pid: listed.pid, name: listed.name, args };
}

/**
 * `ps` of macOS joins the words with blanks, so that a word with a blank in it cannot be told from two. The
 * library drops all arguments of a program without a path if one of them has a colon (`dynamips -H
 * 127.0.0.1:7200`); what is left then looks like a program without arguments, and no words are better than
 * the wrong ones.
 */
function macWords({ path, command, params }: ListedProcess): string[] {
  if (path === '' && params === '') return [];
  const program = path === '' ? command : `${path}/${command}`;
  return [program, ...params.split(/\s+/).filter((word) => word !== '')];
}

/**
 * Windows keeps the command line as one text. Without the right to read it the library puts the name there.
 */
function windowsWords({ name, command }: ListedProcess): string[] {
  if (command === name) return [];
  const words = command.match(/(?:\\"|"(?:\\"|[^"])*"?|[^\s"])+/g) ?? [];
  return words.map((word) => word.replace(/(\\?)"/g, (_, backslash: string) => (backslash === '' ? '' : '"')));
}
