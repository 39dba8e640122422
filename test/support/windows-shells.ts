/**
 * How the two shells of Windows take a command line apart, as far as their manuals say: which programs they
 * run with which words. Neither runs here.
 */

/**
 * cmd.exe: `&` separates commands outside of double quotes; single quotes are letters; what follows `rem` is
 * a remark (documented, "cmd" and "rem" in the reference of Windows commands).
 */
export function runAsCmd(line: string): string[][] {
  const runs: string[][] = [];
  let rest = line;
  while (rest !== '') {
    const [, command = '', after = ''] = /^((?:"[^"]*"|[^"&])*)&?(.*)$/s.exec(rest) ?? [];
    const words = command.trim().split(/\s+/);
    runs.push(words);
    if (words[0]?.toLowerCase() === 'rem') break;
    rest = after;
  }
  return runs;
}

/**
 * PowerShell: `;` separates statements outside of quotes, single quotes take everything as it is, and a
 * command that it does not know ends its own statement alone (documented, about_Quoting_Rules,
 * about_Command_Syntax).
 */
export function runAsPowerShell(line: string): string[][] {
  const statements = line.match(/(?:'[^']*'|[^';])+/g) ?? [];
  return statements.map((statement) => {
    // In an argument, `&` and `|` outside of quotes end the command, which none of these lines means.
    if (/[&|]/.test(statement.replace(/'[^']*'/g, ''))) throw new Error(`not a single command: ${statement}`);
    return (statement.match(/(?:'[^']*'|\S)+/g) ?? []).map((word) => word.replaceAll("'", ''));
  });
}

/**
 * The words that a program of Windows sees of the command line behind its name (documented, "Parsing C
 * command-line arguments"; a pair of double quotes between such is one of them, and does not end them).
 */
export function wordsOfCommandLine(line: string): string[] {
  const words: string[] = [];
  let rest = line.replace(/^[ \t]+/, '');
  while (rest !== '') {
    let [word, isQuoted] = ['', false];
    while (rest !== '' && (isQuoted || !/^[ \t]/.test(rest))) {
      const [all, backslashes = '', next = ''] = /^(\\*)("?)/.exec(rest) ?? [''];
      if (next === '') {
        word += backslashes || rest[0];
        rest = rest.slice(backslashes.length || 1);
        continue;
      }
      word += '\\'.repeat(Math.floor(backslashes.length / 2));
      rest = rest.slice(all.length);
      if (backslashes.length % 2 === 1) word += '"';
      else if (isQuoted && rest.startsWith('"')) {
        word += '"';
        rest = rest.slice(1);
      } else isQuoted = !isQuoted;
    }
    words.push(word);
    rest = rest.replace(/^[ \t]+/, '');
  }
  return words;
}

/**
 * What cmd makes of a line that is typed: `%NAME%` of the variables that there are, then carets outside of
 * double quotes (documented, "cmd"). Throws where the line would be more than one command.
 */
export function expandedByCmd(line: string, variables: Readonly<Record<string, string>>): string {
  const expanded = line.replace(/%([^%]+)%/g, (whole, name: string) => variables[name.toUpperCase()] ?? whole);
  return withoutCarets(expanded);
}

/** The second time, where a batch file hands on `%*`: variables were looked for before. */
export function withoutCarets(line: string): string {
  let [plain, isQuoted] = ['', false];
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && letter === '^') {
      plain += line[++at] ?? '';
      continue;
    } else if (!isQuoted && /[&|<>()\n]/.test(letter)) throw new Error(`cmd takes ${letter} for more than a letter`);
    plain += letter;
  }
  if (isQuoted) throw new Error('a double quote is open');
  return plain;
}

const SINGLE = /['\u2018-\u201b]/;
const DOUBLE = /["\u201c-\u201e]/;

/**
 * The arguments of a command of PowerShell (documented, about_Quoting_Rules and about_Parsing). Throws where
 * a word would be expanded, or be more than an argument.
 */
export function argumentsInPowerShell(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (SINGLE.test(letter) || DOUBLE.test(letter)) {
      const { text, end } = quotationAt(line, at);
      word = (word ?? '') + text;
      at = end;
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[`$(){};,|&<>]/.test(letter) || (word === undefined && /[@#-]/.test(letter))) {
      throw new Error(`PowerShell takes ${letter} for more than a letter`);
    } else word = (word ?? '') + letter;
  }
  return word === undefined ? words : [...words, word];
}

/** What stands between quotes, of which two are one, and where the last of them is. */
function quotationAt(line: string, start: number): { text: string; end: number } {
  const quote = SINGLE.test(line[start] ?? '') ? SINGLE : DOUBLE;
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (quote === DOUBLE && (letter === '`' || /^\$[\p{L}\p{N}_{(:?^$]/u.test(line.slice(at, at + 2))))
      throw new Error(`PowerShell expands ${line.slice(at, at + 2)}`);
    if (quote.test(letter) && !quote.test(line[++at] ?? '')) return { text, end: at - 1 };
    text += letter;
  }
  throw new Error('a quotation is open');
}

/**
 * The command line that Windows PowerShell 5.1 makes of arguments: empty ones are left out, one with a blank
 * that is not between double quotes already gets such around it, and nothing is escaped (its
 * NativeCommandParameterBinder; PowerShell/PowerShell issue 1995).
 */
export function commandLineOfWindowsPowerShell(words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .map((word) => {
      let [quotes, isOpen] = [0, false];
      for (const [at, letter] of [...word].entries()) {
        if (letter === '"' && [...word][at - 1] !== '\\') quotes++;
        else if (/\s/.test(letter) && quotes % 2 === 0) isOpen = true;
      }
      return isOpen ? `"${word}"` : word;
    })
    .join(' ');
}
