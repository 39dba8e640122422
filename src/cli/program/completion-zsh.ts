import { shellQuote } from '../../core/text/shell-word.ts';
import {
  type ArgumentModel,
  type CommandModel,
  commandsBelow,
  type FlagModel,
  LAB_ENDINGS,
  type ProgramModel,
  type Values,
} from './model.ts';

/** A completion script for zsh: as a file `_niostat` in `fpath`, or read by `source`. */
export function zshCompletion(program: ProgramModel): string {
  const { name, version, commands, scenarios } = program;
  const described = commands.filter((command) => !command.name.includes(' ')).map((one) => describe(one.name, one));
  const cases = commands.map(({ name: command, flags, arguments: args }) => {
    const specs = [...flags.flatMap(flagSpecs), ...args.map((arg, index) => argumentSpec(arg, index, name))];
    return [
      `    ${shellQuote(command)})`,
      '      _arguments -S \\',
      `        ${specs.join(' \\\n        ')}`,
      '      ;;',
    ].join('\n');
  });
  return `#compdef ${name}
# zsh completion for ${name} ${version}; made by "${name} completion zsh".

# Lab files; of the scenarios those that begin as what is typed, if anything is.
_${name}_labs() {
  _files -g "*.(${LAB_ENDINGS.join('|')})"
  [[ -n $PREFIX ]] && compadd -X scenario -- ${scenarios.join(' ')}
}

_${name}() {
  if (( CURRENT == 2 )); then
    local -a commands=(
      ${described.join('\n      ')}
    )
    _describe -t commands '${name} command' commands
    return
  fi
  local command=$words[2]
  if (( CURRENT > 3 )); then
    case "$command $words[3]" in
      (${commands.flatMap(({ name: one }) => (one.includes(' ') ? [shellQuote(one)] : [])).join('|')})
        command="$command $words[3]"
        shift words
        (( CURRENT-- ))
        ;;
    esac
  fi
  # So that the command stands where _arguments looks for the program.
  shift words
  (( CURRENT-- ))
  case "$CURRENT $command" in
${commands.flatMap((command) => belowCase(command, program)).join('\n')}
  esac
  case $command in
${cases.join('\n')}
  esac
}

if [[ $funcstack[1] == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi`;
}

function describe(word: string, { summary }: CommandModel): string {
  return shellQuote(`${word}:${summary.replace(/[\\:]/g, '\\$&')}`);
}

/** The commands below another are offered in the place of their last word, beside its own first argument. */
function belowCase(command: CommandModel, program: ProgramModel): string[] {
  const below = commandsBelow(program, command);
  if (below.length === 0) return [];
  return [
    `    ${shellQuote(`2 ${command.name}`)})`,
    '      local -a below=(',
    ...below.map((one) => `        ${describe(one.word, one.command)}`),
    '      )',
    `      _describe -t commands '${program.name} ${command.name} command' below`,
    '      ;;',
  ];
}

function flagSpecs(flag: FlagModel): string[] {
  const { name, char, description, isRepeatable, isNegatable, value } = flag;
  const text = `[${description.replace(/[\\[\]:]/g, '\\$&')}]`;
  const tail = value === undefined ? '' : `:${value.name}:${action(value.values)}`;
  const equals = value === undefined ? '' : '=';
  const star = isRepeatable ? '*' : '';
  const opposite = isNegatable ? [shellQuote(`--no-${name}[Not --${name}.]`)] : [];
  if (char === undefined) return [shellQuote(`${star}--${name}${equals}${text}${tail}`), ...opposite];
  const short = value === undefined ? '' : '+';
  // Either spelling rules the other out.
  const excluded = isRepeatable ? '*' : `(-${char} --${name})`;
  return [
    shellQuote(`${excluded}-${char}${short}${text}${tail}`),
    shellQuote(`${excluded}--${name}${equals}${text}${tail}`),
    ...opposite,
  ];
}

function argumentSpec(
  { name, isRepeatable, isRequired, values }: ArgumentModel,
  index: number,
  program: string,
): string {
  const position = isRepeatable ? '*' : `${index + 1}`;
  const optional = isRequired || isRepeatable ? ':' : '::';
  return shellQuote(`${position}${optional}${name}:${values.kind === 'labs' ? `_${program}_labs` : action(values)}`);
}

function action(values: Values): string {
  if (values.kind === 'words') return `(${values.words.join(' ')})`;
  return values.kind === 'files' ? '_files' : values.kind === 'directories' ? '_files -/' : ' ';
}
