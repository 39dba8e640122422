import { shellQuote } from '../../core/text/shell-word.ts';
import { type CommandModel, commandsBelow, LAB_ENDINGS, type ProgramModel, spellings, type Values } from './model.ts';

/** A completion script for bash, 3.2 or later, which is what macOS has. */
export function bashCompletion(program: ProgramModel): string {
  const { name, version, commands, scenarios } = program;
  const own = `_${name}`;
  const words = (list: readonly string[]): string => `${own}_words ${shellQuote(list.join(' '))}`;
  const action = (values: Values): string => {
    if (values.kind === 'words') return words(values.words);
    if (values.kind === 'labs') return `${own}_labs`;
    return values.kind === 'any' ? ':' : values.kind === 'files' ? `${own}_files ''` : `${own}_files`;
  };
  const flagCases = commands.flatMap((command) =>
    command.flags.flatMap((flag) => {
      const { value } = flag;
      if (value === undefined) return [];
      const patterns = spellings(flag).map((spelling) => shellQuote(`${command.name} ${spelling}`));
      return [`    ${patterns.join(' | ')}) ${action(value.values)}; return ;;`];
    }),
  );
  return `# bash completion for ${name} ${version}; made by "${name} completion bash".

${helpers(own, scenarios)}

${own}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -le 1 ]; then
    ${words([...commands.map((command) => command.name).filter((one) => !one.includes(' ')), '--help', '--version'])}
    return
  fi
  previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  # bash takes "--flag=value" for three words.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$previous" = "=" ]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$command \${COMP_WORDS[2]}" in
      ${commands.flatMap(({ name: one }) => (one.includes(' ') ? [shellQuote(one)] : [])).join(' | ')}) command="$command \${COMP_WORDS[2]}" ;;
    esac
  fi
  case "$command $previous" in
${flagCases.join('\n')}
  esac
  case "$command $current" in
${commands.map((command) => `    ${shellQuote(`${command.name} -`)}*) ${words(command.flags.flatMap(spellings))}; return ;;`).join('\n')}
  esac
  case "$COMP_CWORD $command" in
${commands.flatMap((command) => belowCase(command, program, words)).join('\n')}
  esac
  case "$command" in
${commands.flatMap((command) => argumentCase(command, action)).join('\n')}
  esac
}

complete -F ${own} ${name}`;
}

/** What the script calls by names of its own: an offer of words, and one of files. */
function helpers(own: string, scenarios: readonly string[]): string {
  return `${own}_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
}

# Folders, and files with one of these endings.
${own}_files() {
  local path ending
  while IFS= read -r path; do
    if [ -d "$path" ]; then
      COMPREPLY+=("$path")
      continue
    fi
    for ending in "$@"; do
      case "$path" in *"$ending") COMPREPLY+=("$path"); break ;; esac
    done
  done < <(compgen -f -- "$current")
  # Slashes behind folders, and no blank; bash 3 has no such command.
  compopt -o filenames 2>/dev/null
}

# Lab files; of the scenarios those that begin as what is typed, if anything is.
${own}_labs() {
  ${own}_files ${LAB_ENDINGS.map((ending) => `.${ending}`).join(' ')}
  if [ -n "$current" ]; then ${own}_words ${shellQuote(scenarios.join(' '))}; fi
}`;
}

/** The commands below another are offered in the place of their last word, beside its own first argument. */
function belowCase(command: CommandModel, program: ProgramModel, words: (list: readonly string[]) => string): string[] {
  const below = commandsBelow(program, command).map(({ word }) => word);
  return below.length === 0 ? [] : [`    ${shellQuote(`2 ${command.name}`)}) ${words(below)} ;;`];
}

/**
 * Only the first argument, or one that is repeated, is offered: which one it is cannot be told without
 * reading the flags.
 */
function argumentCase({ name, arguments: args }: CommandModel, action: (values: Values) => string): string[] {
  const [first] = args;
  return first === undefined || first.values.kind === 'any'
    ? []
    : [`    ${shellQuote(name)}) ${action(first.values)} ;;`];
}
