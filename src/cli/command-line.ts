/** The letters with which netstat is called; of them -h is help and -v alone the version. */
const NETSTAT_LETTERS = /^-[anptulc46HWv]+(?:c?\d+(?:\.\d+)?(?:ms|s|m|h)?)?$/;

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
  if (first === 'help') return { kind: 'help', command: firstWord(rest) };
  if (VERSION_WORDS.includes(first)) return { kind: 'version' };
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  if (words.some((word) => HELP_WORDS.includes(word))) {
    return { kind: 'help', command: first.startsWith('-') ? undefined : first };
  }
  return { kind: 'run', argv: NETSTAT_LETTERS.test(first) ? ['links', ...argv] : argv };
}

function firstWord(words: readonly string[]): string | undefined {
  return words.find((word) => !word.startsWith('-'));
}
