import { commandsBelow, wordsOfCommand } from './program/command-groups.ts';

/** The letters with which netstat is called; of them -h is help, alone or not, and -v alone the version. */
const NETSTAT_LETTERS = /^-[anptulc46HWv]+(?:c?\d+(?:\.\d+)?(?:ms|s|m|h)?)?$/;

/** The same with -h among them. */
const NETSTAT_HELP = /^-[anptulc46HWv]*h[anptulc46HWvh]*$/;

const HELP_WORDS: readonly string[] = ['--help', '-h'];
const VERSION_WORDS: readonly string[] = ['--version', '-V', '-v', 'version'];

/** What the words behind `niostat` ask for. */
export type Asked =
  | { readonly kind: 'help'; readonly command: string | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly argv: readonly string[] };

/**
 * What is asked for, in the ways in which people ask other programs: `help`, `help check`, `check -h`,
 * `version`, and `-anp` as netstat takes it, which means the links. What follows `--` is no question. Pure.
 */
export function askedFor(argv: readonly string[]): Asked {
  const [first, ...rest] = argv;
  if (first === undefined) return { kind: 'help', command: undefined };
  if (first === 'help') return { kind: 'help', command: namedIn(rest) };
  if (first !== '-h' && NETSTAT_HELP.test(first)) return { kind: 'help', command: 'links' };
  if (VERSION_WORDS.includes(first)) return { kind: 'version' };
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  if (words.some((word) => HELP_WORDS.includes(word) || (first === 'links' && NETSTAT_HELP.test(word)))) {
    return { kind: 'help', command: first.startsWith('-') ? undefined : namedIn(words) };
  }
  // A word that `help` would take behind it too.
  if (rest[0] === 'help' && commandsBelow(first).length > 0)
    return { kind: 'help', command: namedIn([first, ...rest.slice(1)]) };
  return { kind: 'run', argv: NETSTAT_LETTERS.test(first) ? ['links', ...argv] : argv };
}

/**
 * The command that words name, of one word or two; `help help` asks for none. What is no command is given as
 * it was typed.
 */
function namedIn(all: readonly string[]): string | undefined {
  const words = all.filter((one) => !one.startsWith('-'));
  const named = words.slice(0, Math.max(1, wordsOfCommand(words))).join(' ');
  return named === 'help' || named === '' ? undefined : named;
}
