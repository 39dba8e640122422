import type { Command } from '@oclif/core/command';
import type { Config } from '@oclif/core/interfaces';
import { ALLOCATOR_NAMES } from '../../core/lab/lab.ts';
import { listChecks } from '../../features/check/check-list.ts';
import { QUESTIONS } from '../../features/preflight/preflight.ts';
import type { ArgumentModel, CommandModel, FlagModel, ProgramModel, Values } from './model.ts';

type FlagOfOclif = Command.Loadable['flags'][string];

/** What flags take where oclif does not know it; by name, since a name means the same in every command. */
const FLAG_VALUES: Readonly<Record<string, Values>> = {
  allocator: { kind: 'words', words: ALLOCATOR_NAMES },
  kernel: { kind: 'files' },
  only: { kind: 'words', words: QUESTIONS.map(({ id }) => id) },
  rule: checkNames(),
  program: { kind: 'files' },
  save: { kind: 'files' },
  'save-config': { kind: 'files' },
  'server-conf': { kind: 'files' },
  skip: { kind: 'words', words: QUESTIONS.map(({ id }) => id) },
  'working-dir': { kind: 'directories' },
  write: { kind: 'files' },
};

/** The same of arguments: by name, or by command and name where it is meant for one command. */
const ARGUMENT_VALUES: Readonly<Record<string, Values>> = {
  check: checkNames(),
  lab: { kind: 'labs' },
  'probe target': { kind: 'labs' },
  'reach target': { kind: 'labs' },
};

const HELP: FlagModel = {
  name: 'help',
  description: 'Show help.',
  isRepeatable: false,
  isNegatable: false,
};

/**
 * The whole command line, made from what the commands themselves say to oclif; commands and flags by name.
 */
export function programModel(config: Config): ProgramModel {
  return {
    name: config.bin,
    version: config.version,
    summary: config.pjson.description ?? '',
    commands: config.commands
      .filter(({ hidden }) => hidden !== true)
      .map((command) => commandModel(command, config.bin))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function commandModel(command: Command.Loadable, bin: string): CommandModel {
  const flags = Object.values(command.flags)
    .filter(({ hidden }) => hidden !== true)
    .map(flagModel);
  return {
    name: command.id,
    summary: command.summary ?? '',
    description: (command.description ?? '').split('\n\n').filter((paragraph) => paragraph !== ''),
    arguments: argumentModels(command),
    flags: [...flags, HELP].sort((a, b) => (a.name < b.name ? -1 : 1)),
    examples: (command.examples ?? []).map((example) =>
      (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', bin),
    ),
  };
}

function flagModel(flag: FlagOfOclif): FlagModel {
  const base = {
    name: flag.name,
    char: flag.char,
    description: flag.description ?? flag.summary ?? '',
  };
  if (flag.type === 'boolean') return { ...base, isRepeatable: false, isNegatable: flag.allowNo ?? false };
  const isSimple = typeof flag.default === 'string' || typeof flag.default === 'number';
  return {
    ...base,
    isRepeatable: flag.multiple ?? false,
    isNegatable: false,
    value: {
      name: (flag.helpValue?.toString() ?? flag.name).replace(/^<(.*)>$/, '$1'),
      values: flag.options === undefined ? (FLAG_VALUES[flag.name] ?? { kind: 'any' }) : wordsOf(flag.options),
      defaultText: isSimple ? String(flag.default) : undefined,
    },
  };
}

/** Arguments in order; where oclif takes more words than it names, the last one stands for all of them. */
function argumentModels({ id, args, strict }: Command.Loadable): ArgumentModel[] {
  const all = Object.values(args);
  return all.map(({ name, description = '', required = false, options }, index) => ({
    name,
    description,
    isRequired: required,
    isRepeatable: strict === false && index === all.length - 1,
    values:
      options === undefined
        ? (ARGUMENT_VALUES[`${id} ${name}`] ?? ARGUMENT_VALUES[name] ?? { kind: 'any' })
        : wordsOf(options),
  }));
}

function wordsOf(words: readonly string[]): Values {
  return { kind: 'words', words };
}

function checkNames(): Values {
  return wordsOf(listChecks().checks.map(({ slug }) => slug));
}
