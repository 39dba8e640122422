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
