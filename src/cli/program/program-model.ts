import type { Command } from '@oclif/core/command';
import { COMMAND_GROUPS, COMMAND_PAGES } from './command-groups.ts';
import type { KnownValues } from './known-values.ts';
import type { ArgumentModel, CommandModel, FlagModel, ProgramModel, Values } from './model.ts';
import type { Program } from './program.ts';

type FlagOfOclif = Command.Cached['flags'][string];

const HELP: FlagModel = {
  name: 'help',
  char: 'h',
  description: 'Show this help.',
  isRepeatable: false,
  isNegatable: false,
};

/** What oclif says of a flag that it makes itself is short of what it does. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  json: 'Print the result as JSON, and nothing else on standard output.',
};

/** Enough for help, which names no values that oclif does not know. */
const NO_VALUES: KnownValues = { flags: {}, arguments: {} };

/**
 * The whole command line, made from what the commands themselves say to oclif; commands by use, flags by
 * name. `scenarios` are the names of those that come with the program.
 */
export function programModel(
  program: Pick<Program, 'bin' | 'version' | 'summary' | 'commands'>,
  values: KnownValues = NO_VALUES,
  scenarios: readonly string[] = [],
): ProgramModel {
  const order = COMMAND_GROUPS.flatMap(({ commands }) => commands);
  const byName = new Map(
    program.commands
      .filter(({ hidden }) => hidden !== true)
      .map((command) => {
        const name = nameOf(command);
        return [name, commandModel(name, command, program.bin, values)];
      }),
  );
  return {
    name: program.bin,
    version: program.version,
    summary: program.summary,
    scenarios,
    commands: order.flatMap((name) => byName.get(name) ?? []),
  };
}

/** As it is typed; oclif writes `teach:walk` for one below another. */
function nameOf({ id }: Command.Cached): string {
  return id.replaceAll(':', ' ');
}

function commandModel(name: string, command: Command.Cached, bin: string, values: KnownValues): CommandModel {
  const flags = Object.values(command.flags)
    .filter(({ hidden }) => hidden !== true)
    .map((flag) => flagModel(flag, values));
  return {
    name,
    summary: command.summary ?? '',
    description: (command.description ?? '').split('\n\n').filter((paragraph) => paragraph !== ''),
    arguments: argumentModels(name, command, values),
    flags: [...flags, HELP].sort((a, b) => (a.name < b.name ? -1 : 1)),
    examples: (command.examples ?? []).map((example) =>
      (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', bin),
    ),
    page: COMMAND_PAGES[name],
  };
}

function flagModel(flag: FlagOfOclif, values: KnownValues): FlagModel {
  const base = {
    name: flag.name,
    char: flag.char,
    description: DESCRIPTIONS[flag.name] ?? flag.description ?? flag.summary ?? '',
  };
  if (flag.type === 'boolean') return { ...base, isRepeatable: false, isNegatable: flag.allowNo ?? false };
  const isSimple = typeof flag.default === 'string' || typeof flag.default === 'number';
  return {
    ...base,
    isRepeatable: flag.multiple ?? false,
    isNegatable: false,
    value: {
      name: (flag.helpValue?.toString() ?? flag.name).replace(/^<(.*)>$/, '$1'),
      values: flag.options === undefined ? (values.flags[flag.name] ?? { kind: 'any' }) : wordsOf(flag.options),
      defaultText: isSimple ? String(flag.default) : undefined,
    },
  };
}

/** Arguments in order; where oclif takes more words than it names, the last one stands for all of them. */
function argumentModels(command: string, { args, strict }: Command.Cached, known: KnownValues): ArgumentModel[] {
  const all = Object.values(args);
  return all.map(({ name, description = '', required = false, options }, index) => ({
    name,
    description,
    isRequired: required,
    isRepeatable: strict === false && index === all.length - 1,
    values:
      options === undefined
        ? (known.arguments[`${command} ${name}`] ?? known.arguments[name] ?? { kind: 'any' })
        : wordsOf(options),
  }));
}

function wordsOf(words: readonly string[]): Values {
  return { kind: 'words', words };
}
