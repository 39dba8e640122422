import { COMMAND_GROUPS } from './command-groups.ts';
import {
  type ArgumentModel,
  type CommandModel,
  commandsBelow,
  type FlagModel,
  flagText,
  type ProgramModel,
} from './model.ts';

/** The exit codes of docs/EXIT-CODES.md, each with what it means. */
const EXIT_STATUS: readonly (readonly [string, string])[] = [
  ['0', 'Clean: the command did what it was asked, and found nothing to complain about.'],
  ['1', 'Findings; the result is printed all the same.'],
  ['2', 'Wrong usage, or a file that cannot be read or used.'],
  ['3', 'Something could not be reached, or not be found out.'],
  ['70', 'A bug.'],
  ['130', 'Ended by Ctrl-C, on Windows by Ctrl-Break too.'],
];

/** The variables that count, each with what it does. */
const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NIOSTAT_DYNAMIPS', 'Version of Dynamips, such as 0.2.14, where neither --dynamips nor the lab says one.'],
  ['NIOSTAT_TOKEN', 'The token of reach, respond and preflight, where neither --token nor --token-file says one.'],
  ['NODE_DEBUG', 'With niostat in it, all that is said to hypervisors and heard of them goes to standard error.'],
  ['NIOSTAT_DEBUG', 'If it is set to anything, an error in the program shows where it happened.'],
  ['XDG_CACHE_HOME', 'Its folder niostat has code caches, which shorten later starts. Default: ~/.cache.'],
  ['XDG_STATE_HOME', 'Its folder niostat has what later runs go on with. Default: ~/.local/state.'],
  ['NODE_DISABLE_COMPILE_CACHE', 'If it is set to anything, code caches are neither read nor written.'],
  [
    'FORCE_COLOR',
    'Colours also where the output is no terminal, if it is 1, 2, 3 or true; none with 0. It counts before NO_COLOR.',
  ],
  ['NO_COLOR', 'No colours, if it is set to anything.'],
  ['COLUMNS', 'Width of the terminal.'],
];

/** What all pages share. `date` is that of the build, as 2026-01-31. */
export interface ManOptions {
  readonly date: string;
}

/** A manual page, section 1, with the macros of man(7); its file is `name`.1. */
export interface ManPage {
  readonly name: string;
  readonly text: string;
}

/** The page of the program, and one for each command. */
export function manPages(program: ProgramModel, { date }: ManOptions): ManPage[] {
  const head = (name: string): string =>
    `.TH ${name.toUpperCase()} 1 ${date} ${quoted(`${program.name} ${program.version}`)} ${quoted(`${program.name} manual`)}`;
  return [
    { name: program.name, text: `${[head(program.name), ...programPage(program)].join('\n')}\n` },
    ...program.commands.map((command) => {
      const name = pageName(program.name, command.name);
      return { name, text: `${[head(name), ...commandPage(command, program)].join('\n')}\n` };
    }),
  ];
}

/** The name of a command's page: `niostat-teach-walk`. */
function pageName(program: string, command: string): string {
  return `${program}-${command.replaceAll(' ', '-')}`;
}

function programPage({ name, summary, commands }: ProgramModel): string[] {
  return [
    '.SH NAME',
    `${plain(name)} \\- ${plain(summary)}`,
    '.SH SYNOPSIS',
    `.B ${plain(name)}`,
    '.I command',
    '.RI [ argument ...]',
    '.SH DESCRIPTION',
    ...paragraphs([
      'Every end of every link of a Dynamips lab is a UDP socket.',
      'The commands say which port each will take, which of them collide, and what is really there.',
    ]),
    '.SH COMMANDS',
    ...COMMAND_GROUPS.flatMap(({ title, commands: names }) => [
      `.SS ${plain(title)}`,
      ...commands.filter((command) => names.includes(command.name)).flatMap((command) => pageEntry(name, command)),
    ]),
    '.SH OPTIONS',
    ...tagged([
      ['-h, --help', `Show help; behind a command, that of the command. ${name} help COMMAND does the same.`],
      ['-V, --version', 'Show the version.'],
      ['-anptulc46HW', `Letters of netstat without a command: ${name} -anp is ${name} links -anp.`],
    ]),
    ...exitStatus(),
    '.SH ENVIRONMENT',
    ...tagged([...ENVIRONMENT]),
    '.SH SEE ALSO',
    seeAlso(commands.map((command) => pageName(name, command.name))),
  ];
}

/** A page, and what its command does. */
function pageEntry(program: string, { name, summary }: CommandModel): string[] {
  return ['.TP', `.BR ${plain(pageName(program, name))} (1)`, line(summary)];
}

function commandPage(command: CommandModel, program: ProgramModel): string[] {
  const { name } = program;
  const below = commandsBelow(program, command);
  const { summary, description, arguments: args, flags, examples } = command;
  return [
    '.SH NAME',
    `${plain(pageName(name, command.name))} \\- ${plain(summary.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `.B ${plain(`${name} ${command.name}`)}`,
    '.RI [ options ]',
    ...args.map(synopsis),
    '.SH DESCRIPTION',
    ...paragraphs([summary, ...description]),
    ...(args.length === 0 ? [] : ['.SH ARGUMENTS', ...args.flatMap(argument)]),
    ...(below.length === 0 ? [] : ['.SH COMMANDS', ...below.flatMap((one) => pageEntry(name, one.command))]),
    '.SH OPTIONS',
    ...flags.flatMap(option),
    ...exitStatus(),
    ...(examples.length === 0 ? [] : ['.SH EXAMPLES', '.nf', ...examples.map(line), '.fi']),
    '.SH SEE ALSO',
    seeAlso([name, ...below.map((one) => pageName(name, one.command.name))]),
  ];
}

function synopsis({ name, isRequired, isRepeatable }: ArgumentModel): string {
  const more = isRepeatable ? ' ...' : '';
  return isRequired ? `.IR ${plain(name)}${more}` : `.RI [ ${plain(name)} ${isRepeatable ? '...]' : ']'}`;
}

function argument({ name, description }: ArgumentModel): string[] {
  return ['.TP', `.I ${plain(name)}`, line(description)];
}

function option(flag: FlagModel): string[] {
  const { name, char, isNegatable, value } = flag;
  const long = `\\fB\\-\\-${isNegatable ? '[no\\-]' : ''}${plain(name)}\\fR`;
  const taken = value === undefined ? '' : ` \\fI${plain(value.name)}\\fR`;
  const tag = `${char === undefined ? '' : `\\fB\\-${char}\\fR, `}${long}${taken}`;
  return ['.TP', tag, line(flagText(flag))];
}

function exitStatus(): string[] {
  return ['.SH EXIT STATUS', ...tagged(EXIT_STATUS)];
}

function tagged(entries: readonly (readonly [string, string])[]): string[] {
  return entries.flatMap(([tag, text]) => ['.TP', `.B ${plain(tag)}`, line(text)]);
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => [...(index === 0 ? [] : ['.PP']), line(text)]);
}

function seeAlso(names: readonly string[]): string {
  return names.map((name, index) => `.BR ${plain(name)} (1)${index === names.length - 1 ? '' : ','}`).join('\n');
}

/** A line of text that cannot be taken for a request. */
function line(text: string): string {
  return plain(text.replaceAll('\n', ' ')).replace(/^[.']/, '\\&$&');
}

/**
 * Text with nothing in it that roff would act upon; what is not ASCII by its number, so that no locale
 * matters.
 */
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\u0000-\u007f]/gu, (character) => {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
      return `\\[u${code.padStart(4, '0')}]`;
    });
}

function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', '\\(dq')}"`;
}
