import { InputError } from '../core/errors/input-error.ts';
import { hasLabName } from '../core/lab/looks-like-lab.ts';
import { didYouMean } from '../core/text/nearest-word.ts';
import { commandWord } from '../core/text/shell-word.ts';
import { intoFileCommand } from '../core/text/system-commands.ts';
import { COMMANDS } from './program/command-groups.ts';

/** What oclif adds to the errors of its parser, as far as it is told to the user. */
interface ParserError {
  readonly message: string;
  /** Words that are no flags of the command. */
  readonly flags?: readonly string[];
  /** Arguments that are missing, or words that the command does not take. */
  readonly args?: readonly (string | { readonly name: string; readonly description?: string })[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, KnownFlag>> } };
}

/** The words of a command line, and the flags that its command takes, by name. */
export interface Typed {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
}

interface KnownFlag {
  readonly name: string;
  readonly char?: string;
  readonly hidden?: boolean;
  readonly allowNo?: boolean;
}

/** The error for a first word that is no command; a lab file there has lost its command. */
export function unknownCommand(word: string): InputError {
  if (/^--?\w/.test(word)) {
    const nearest = didYouMean(word, ['--help', '--version']);
    return new InputError('USAGE', `there is no command before ${word}${nearest}`, {
      next: 'put flags behind a command, as in niostat check --quiet; niostat --help lists the commands',
    });
  }
  if (isLabFile(word)) {
    return new InputError('USAGE', `there is no command "${word}"`, {
      next: `niostat check ${commandWord(word)} checks that lab`,
    });
  }
  return new InputError('USAGE', `there is no command "${word}"${didYouMean(word, COMMANDS)}`, {
    next: 'niostat --help lists the commands',
  });
}

/**
 * What oclif has to say about the words of a command, as an error of ours: what is wrong, where, and what to
 * do.
 */
export function usageError(error: ParserError, command: string, typed: Typed): InputError {
  const next = `niostat ${command} --help says more`;
  const listed = listedError(error, command);
  if (listed !== undefined) return new InputError('USAGE', listed, { next: withLab(error, command) ?? next });
  const { message, todo = next } = givenTwice(error.message, typed) ?? reworded(error.message);
  return new InputError('USAGE', message, { next: todo });
}

/** Errors that carry what they are about. */
function listedError({ flags, args, parse, message }: ParserError, command: string): string | undefined {
  if (flags !== undefined) {
    const known = spellingsOf(Object.values(parse?.input?.flags ?? {}));
    return flags.map((flag) => `${command} has no flag ${flag}${didYouMean(flag, known)}`).join('\n');
  }
  if (args === undefined) return undefined;
  const words = args.map((arg) => (typeof arg === 'string' ? `"${arg}"` : arg.name));
  if (!message.startsWith('Missing')) return `${command} does not take ${words.join(' ')}`;
  const needed = args.flatMap((arg) => (typeof arg === 'string' ? [] : (arg.description ?? [])));
  return `which ${words.join(', and which ')}? ${needed.join(' ')}`.trim();
}

/** True for a word with an ending that a lab has. */
function isLabFile(word: string): boolean {
  return hasLabName(word) && /\.\w+$/.test(word);
}

/** What to do with a lab, of commands that take none. */
const WITH_LAB: Readonly<Record<string, (lab: string) => string>> = {
  checks: (lab) => `niostat check ${lab} checks that lab`,
  playground: (lab) =>
    `paste the lab into the page, or: ${intoFileCommand(`niostat simulate ${lab} --format html`, 'lab.html')}`,
};

function withLab({ args: [word] = [] }: ParserError, command: string): string | undefined {
  if (typeof word !== 'string' || !isLabFile(word)) return undefined;
  return WITH_LAB[command]?.(commandWord(word));
}

/** Without the letters: every letter is near to every other one. */
function spellingsOf(flags: readonly KnownFlag[]): string[] {
  return flags
    .filter(({ hidden }) => hidden !== true)
    .flatMap(({ name, allowNo }) => [`--${name}`, ...(allowNo === true ? [`--no-${name}`] : [])]);
}

interface Reworded {
  readonly message: string;
  readonly todo?: string;
}

/** A flag that is there twice, maybe once by its own name and once by the one that it had before. */
function givenTwice(text: string, { words, flags }: Typed): Reworded | undefined {
  const [, name] = /^Flag --([\w-]+) can only be specified once$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isTyped = (one: string): boolean => words.some((word) => word === one || word.startsWith(`${one}=`));
  const old = flags[name]?.aliases?.map((alias) => `--${alias}`).find(isTyped);
  if (old === undefined) return { message: `--${name} is given twice`, todo: 'leave one of them out' };
  if (!isTyped(`--${name}`)) return { message: `${old} is given twice`, todo: 'leave one of them out' };
  return { message: `${old} is the old name of --${name}: both are given`, todo: `leave ${old} out` };
}

type Rule = readonly [pattern: RegExp, say: (...found: string[]) => Reworded];

/** What oclif's parser says in sentences alone, and what is said instead. */
const RULES: readonly Rule[] = [
  [/^Expected (--[\w-]+)=(.*) to be one of: (.*)$/s, (flag, value, known) => notOneOf(`${flag}:`, value, known)],
  [/^Expected (.*) to be one of: (.*)$/s, (value, known) => notOneOf('', value, known)],
  [/^Flag (--[\w-]+) expects a value$/, (flag) => ({ message: `${flag} needs a value` })],
  [
    /^Flag (--[\w-]+) expects one of these values: (.*)$/,
    (flag, known) => ({ message: `${flag} needs a value: one of ${known}` }),
  ],
  [
    /^Parsing (--[\w-]+) \n\tExpected an integer (greater|less) than or equal to (-?\d+) but received: (.*)$/s,
    (flag, side, limit, value) => ({
      message: `${flag}: ${value} is too ${side === 'greater' ? 'small' : 'large'}`,
      todo: `the ${side === 'greater' ? 'least' : 'most'} is ${limit}`,
    }),
  ],
  [
    /^Parsing (--[\w-]+) \n\tExpected an integer but received: (.*)$/s,
    (flag, value) => ({ message: `${flag}: "${value}" is not a whole number` }),
  ],
  [
    /(--[\w-]+?)(?:=.*)? cannot also be provided when using (--[\w-]+)/,
    (one, other) => ({ message: `${one} and ${other} exclude each other`, todo: 'leave one of them out' }),
  ],
  [
    /provided when using (--[\w-]+): (--[\w-]+)/,
    (flag, needed) => ({ message: `${flag} needs ${needed}`, todo: `add ${needed}, or leave ${flag} out` }),
  ],
  [/^Parsing (--[\w-]+) \n\t(.*)$/s, (flag, reason) => ({ message: `${flag}: ${reason}` })],
];

function reworded(text: string): Reworded {
  const plain = text.replace(/\n?See more help with --help/, '').trimEnd();
  for (const [pattern, say] of RULES) {
    const found = pattern.exec(plain);
    if (found !== null) return say(...found.slice(1).map((one) => one ?? ''));
  }
  return { message: plain };
}

function notOneOf(flag: string, value = '', known = ''): Reworded {
  const words = known.split(', ');
  return {
    message: `${flag} there is no "${value}"${didYouMean(value, words)}`.trimStart(),
    todo: `use one of ${known}`,
  };
}
