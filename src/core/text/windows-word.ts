import type { ReadersShell } from './readers-shell.ts';

/** What neither cmd nor PowerShell takes for more than itself; a dash at the start begins a parameter. */
const PLAIN = /^(?!-)[\w./:\\+=-]+$/;

/** PowerShell takes typographic quotes for plain ones (documented, about_Quoting_Rules and its source). */
const SINGLE_QUOTES = /['\u2018-\u201b]/g;
const SPECIAL_IN_POWERSHELL = /["`\u201c-\u201e]|\$(?!\\|$)/;

/**
 * A word that is to reach a program of Windows through the shell of the reader, in quotes only where it needs
 * them. Which of the two shells that is is a guess, so it is written for both wherever that can be done:
 * between double quotes cmd expands `%NAME%`, and PowerShell `$name` and the backtick. Only a word with two
 * percent signs, or with one of those, is written for the one shell alone.
 *
 * The program takes its words apart by the rules of the C runtime (documented, "Parsing C command-line
 * arguments"): backslashes before a double quote count in pairs. Those at the end are doubled, of which
 * PowerShell 7 lets the program see all; in a path two are one.
 */
export function windowsWord(word: string, shell: Exclude<ReadersShell, 'posix'>): string {
  if (PLAIN.test(word)) return word;
  if (isForBoth(word)) return `"${word.replace(/\\+$/, '$&$&')}"`;
  if (shell === 'cmd') return cmdWord(word);
  return shell === 'powershell' ? powerShellWord(word) : oldPowerShellWord(word);
}

function isForBoth(word: string): boolean {
  const percents = word.match(/%/g)?.length ?? 0;
  return word !== '' && percents < 2 && !SPECIAL_IN_POWERSHELL.test(word);
}

/**
 * cmd looks for variables first, and between quotes too; outside of them a caret parts the percent sign from
 * the name. Two double quotes are one for the program, and leave cmd between quotes.
 */
function cmdWord(word: string): string {
  const escaped = word
    .replace(/(\\*)"/g, '$1$1""')
    .replace(/(\\*)%/g, '$1$1"^%"')
    .replace(/\\+$/, '$&$&');
  return `"${escaped}"`;
}

/** From 7.3 on PowerShell hands over what stands between its quotes. */
function powerShellWord(word: string): string {
  return `'${word.replace(SINGLE_QUOTES, '$&$&')}'`;
}

/**
 * Windows PowerShell 5.1 puts double quotes around a word with blanks, and escapes nothing in it; one without
 * letters it leaves out.
 */
function oldPowerShellWord(word: string): string {
  if (word === '') return `'""'`;
  const escaped = word.replace(/(\\*)"/g, '$1$1\\"');
  return powerShellWord(/\s/.test(word) ? escaped.replace(/\\+$/, '$&$&') : escaped);
}
