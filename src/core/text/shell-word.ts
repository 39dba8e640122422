import { readersShell } from './readers-shell.ts';
import { windowsWord } from './windows-word.ts';

/** A word of a POSIX shell in single quotes. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word as it can be pasted into a POSIX shell, in quotes only where it needs them. */
export function posixWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : shellQuote(word);
}

/** A word as it can be pasted into the shell of the reader, in quotes only where it needs them. */
export function commandWord(word: string): string {
  const shell = readersShell();
  return shell === 'posix' ? posixWord(word) : windowsWord(word, shell);
}
