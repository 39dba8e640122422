import { readersShell } from '../../core/text/readers-shell.ts';
import { commandWord, posixWord, shellQuote } from '../../core/text/shell-word.ts';

/**
 * The line for the shell of the reader after which `name` starts a program of one file, whose own words are
 * `words`: until the shell ends, or in each one if it is in the shell's profile. Pure.
 *
 * cmd has macros for it (documented, "doskey": `$*` is what follows, `$$` a dollar sign); an alias of
 * PowerShell takes no words, so that it is a function there (documented, about_Aliases).
 */
export function shortName(name: string, words: readonly string[]): string {
  const shell = readersShell();
  if (shell === 'posix') return `alias ${name}=${shellQuote(words.map(posixWord).join(' '))}`;
  const line = words.map(commandWord).join(' ');
  if (shell === 'cmd') return `doskey ${name}=${line.replaceAll('$', '$$$$')} $*`;
  return `function ${name} { & ${line} @args }`;
}
