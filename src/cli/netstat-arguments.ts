/** Flags with a digit for a letter, which oclif does not know. */
const DIGITS: Readonly<Record<string, string>> = { '4': '--ipv4', '6': '--ipv6' };

/**
 * Arguments as netstat takes them, in the form that oclif takes: `-4` and `-6`, together with others or
 * alone, and `-c` with a number behind it or without one. What follows `--` stays as it is.
 */
export function netstatArguments(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const [flags, rest] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  const result: string[] = [];
  for (const arg of flags) {
    const isTime = /^\d+(\.\d+)?(ms|s|m|h)?$/.test(arg);
    if (isTime && (result.at(-1) === '-c' || result.at(-1) === '--continuous')) result.push(`--interval=${arg}`);
    else if (/^-[a-zA-Z46]*c\d+(\.\d+)?(ms|s|m|h)?$/.test(arg)) result.push(...split(arg));
    else if (/^-[a-zA-Z46]+$/.test(arg))
      result.push(...[...arg.slice(1)].map((letter) => DIGITS[letter] ?? `-${letter}`));
    else result.push(arg);
  }
  return [...result, ...rest];
}

/** `-npc5` is -n -p -c 5. */
function split(arg: string): string[] {
  const [, letters = '', time = ''] = /^-([a-zA-Z46]*)c(.*)$/.exec(arg) ?? [];
  return [...[...letters].map((letter) => DIGITS[letter] ?? `-${letter}`), '-c', `--interval=${time}`];
}
