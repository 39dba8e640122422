import {
  type CommandModel,
  commandsBelow,
  type FlagModel,
  LAB_ENDINGS,
  type ProgramModel,
  type Values,
} from './model.ts';

/** A completion script for fish, 3.0 or later. */
export function fishCompletion(program: ProgramModel): string {
  const { name, version, commands, scenarios } = program;
  const complete = `complete -c ${name}`;
  return `# fish completion for ${name} ${version}; made by "${name} completion fish".

function __${name}_at_command
    test (count (commandline -opc)) -eq 1
end

function __${name}_in
    set -l words (commandline -opc)
    set -l command "$words[2]"
    contains -- "$words[2] $words[3]" ${commands.flatMap(({ name: one }) => (one.includes(' ') ? [quote(one)] : [])).join(' ')}
    and set command "$words[2] $words[3]"
    test "$command" = "$argv"
end

function __${name}_behind
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = "$argv"
end

function __${name}_labs
    __fish_complete_path (commandline -ct) | string match -r '.*(?:/|\\.(?:${LAB_ENDINGS.join('|')}))(?:\\t.*)?$'
    # Of the scenarios those that begin as what is typed, if anything is.
    test -n (commandline -ct); and printf '%s\\n' ${scenarios.join(' ')}
end

${complete} -f
${complete} -n __${name}_at_command -l help -d 'Show help.'
${complete} -n __${name}_at_command -l version -d 'Show the version.'
${commands
  .filter((command) => !command.name.includes(' '))
  .map((command) => `${complete} -n __${name}_at_command -a ${command.name} -d ${quote(command.summary)}`)
  .join('\n')}

${commands.flatMap((command) => linesOf(command, program)).join('\n')}`;
}

function linesOf(command: CommandModel, model: ProgramModel): string[] {
  const { name, flags, arguments: args } = command;
  const { name: program } = model;
  const start = `complete -c ${program} -n '__${program}_in ${name}'`;
  const below = commandsBelow(model, command).map(
    (one) => `complete -c ${program} -n '__${program}_behind ${name}' -a ${one.word} -d ${quote(one.command.summary)}`,
  );
  const flagLines = flags.flatMap((flag) => flagLinesOf(flag, start, program));
  const [first] = args;
  const offered = first === undefined ? '' : candidates(first.values, program);
  return [...below, ...flagLines, ...(offered === '' ? [] : [`${start} ${offered}`])];
}

function flagLinesOf(
  { name, char, description, isNegatable, value }: FlagModel,
  start: string,
  program: string,
): string[] {
  const short = char === undefined ? '' : ` -s ${char}`;
  const taken =
    value === undefined
      ? ''
      : ` ${value.values.kind === 'files' ? '-r' : '-x'} ${candidates(value.values, program)}`.trimEnd();
  return [
    `${start}${short} -l ${name}${taken} -d ${quote(description)}`,
    ...(isNegatable ? [`${start} -l no-${name} -d ${quote(`Not --${name}.`)}`] : []),
  ];
}

function candidates(values: Values, program: string): string {
  if (values.kind === 'words') return `-a ${quote(values.words.join(' '))}`;
  if (values.kind === 'labs') return `-a '(__${program}_labs)'`;
  if (values.kind === 'directories') return "-a '(__fish_complete_directories)'";
  return values.kind === 'files' ? '-F' : '';
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
