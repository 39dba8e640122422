import { type CommandModel, commandsBelow, type ProgramModel, spellings } from './model.ts';

/**
 * A completion script for Windows PowerShell 5.1 and PowerShell 7. Where it offers nothing, PowerShell offers
 * files. It is ASCII, and has no syntax that 5.1 does not know: that takes what a program prints for text in
 * the code page of the console.
 */
export function powershellCompletion(program: ProgramModel): string {
  const { name, version, commands } = program;
  return `# PowerShell completion for ${name} ${version}; made by "${name} completion powershell".
Register-ArgumentCompleter -Native -CommandName ${names(name)} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = ${table(commands.filter((command) => !command.name.includes(' ')).map((command) => [command.name, quote(command.summary)]))}
  $flags = ${table(commands.map((command) => [command.name, table(flagsOf(command))]))}
  $values = ${table(commands.flatMap((command) => valuesOf(command, program)))}
  # The words that are complete: the one at the cursor ends there.
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  if ($words.Count -le 1) {
    $offered = $commands
  } else {
    $command = $words[1]
    if ($words.Count -gt 2 -and $flags.Contains("$($words[1]) $($words[2])")) { $command = "$($words[1]) $($words[2])" }
    $key = $command
    if ($words.Count -gt 2 -and $values.Contains("$command $($words[-1])")) { $key = "$command $($words[-1])" }
    elseif ("$wordToComplete".StartsWith('-')) { $key = $null }
    elseif ($words.Count -eq 2 -and $values.Contains("$command ")) { $key = "$command " }
    if ($null -eq $key) { $offered = $flags[$command] }
    else {
      $offered = [ordered]@{}
      foreach ($word in $values[$key]) { $offered[$word] = $word }
    }
  }
  if ($null -eq $offered) { return }
  $offered.GetEnumerator() | Where-Object { $_.Key.StartsWith("$wordToComplete", [System.StringComparison]::OrdinalIgnoreCase) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $_.Value)
  }
}`;
}

/** As it may be typed: npm makes niostat.cmd and niostat.ps1, and there is a single executable. */
function names(program: string): string {
  return [program, ...['cmd', 'ps1', 'exe'].map((end) => `${program}.${end}`), `${program}-win-x64`].join(', ');
}

function flagsOf({ flags }: CommandModel): [string, string][] {
  const taken = new Set<string>();
  return flags.flatMap((flag) =>
    spellings(flag)
      // Upper and lower case are one key in its tables: -H of netstat, or -h, stays out.
      .filter((spelling) => !taken.has(spelling.toLowerCase()) && taken.add(spelling.toLowerCase()))
      .map((spelling): [string, string] => [
        spelling,
        quote(flag.isNegatable && spelling === `--no-${flag.name}` ? `Not --${flag.name}.` : flag.description),
      ]),
  );
}

/**
 * Words by command, for its first argument, and by command and flag; by command and a blank, what is offered
 * right behind one that has others below it.
 */
function valuesOf(command: CommandModel, program: ProgramModel): [string, string][] {
  const { name, flags, arguments: args } = command;
  const [first] = args;
  const below = commandsBelow(program, command).map(({ word }) => word);
  const own = first?.values.kind === 'words' ? first.values.words : [];
  return [
    ...(below.length === 0 ? [] : [[`${name} `, list([...below, ...own])] as [string, string]]),
    ...(first?.values.kind === 'words' ? [[name, list(first.values.words)] as [string, string]] : []),
    ...flags.flatMap((flag) => {
      const values = flag.value?.values;
      if (values === undefined) return [];
      const words = list(values.kind === 'words' ? values.words : []);
      return spellings(flag).map((spelling): [string, string] => [`${name} ${spelling}`, words]);
    }),
  ];
}

function table(entries: readonly (readonly [string, string])[]): string {
  return `[ordered]@{\n${entries.map(([key, value]) => `    ${quote(key)} = ${value}`).join('\n')}\n  }`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quote).join(', ')})`;
}

/** PowerShell takes typographic single quotes for plain ones. */
function quote(text: string): string {
  return `'${text
    .replace(/[\u2018-\u201b]/g, "'")
    .replace(/[^\x20-\x7e]/g, '?')
    .replaceAll("'", "''")}'`;
}
