/** Finds the command lines of niostat that a page names, and says whether there is such a command. */

export interface NamedCommand {
  /** Counted from 1. */
  readonly line: number;
  /** What follows `niostat`, up to the end of the command. */
  readonly words: readonly string[];
}

/** What has to be known of a command, as oclif tells it. */
export interface KnownCommand {
  readonly id: string;
  readonly hidden?: boolean;
  readonly aliases?: readonly string[];
  readonly flags: Readonly<Record<string, KnownFlag>>;
}

interface KnownFlag {
  readonly name: string;
  readonly char?: string | undefined;
  readonly type: 'boolean' | 'option';
  readonly allowNo?: boolean | undefined;
  readonly options?: readonly string[] | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** Of all commands; oclif keeps the first four apart. */
const GLOBAL = ['help', 'version', 'json', 'no-json'];

/** Where a shell ends a command, and where a page ends an example: two blanks before what it does. */
const END = / +(?:#|&&|\|\||[|>&<;])|[;)]| {2,}|$/;

/** The command lines of a page of Markdown: in blocks where they begin a command, and between backticks. */
export function commandsIn(page: string): NamedCommand[] {
  const named: NamedCommand[] = [];
  let isBlock = false;
  let begun = { line: 0, text: '' };
  for (const [index, text] of page.split('\n').entries()) {
    if (/^ *```/.test(text)) isBlock = !isBlock;
    const isCode = isBlock || begun.text !== '' || /^ {4}/.test(text);
    if (begun.text === '') begun = { line: index + 1, text };
    else begun.text += text.trim();
    if (isCode && text.endsWith(' \\')) {
      begun.text = begun.text.slice(0, -1);
      continue;
    }
    const codes = isCode ? [begun.text] : [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    for (const code of codes) named.push(...linesIn(code).map((words) => ({ line: begun.line, words })));
    begun = { line: 0, text: '' };
  }
  return named;
}

/** What stands before a command, and the ways of starting niostat. */
const BEFORE = /^ *(?:- )?|\$ |&& |\| |\(|; |run: |entry: |sh '|cmd \/c "|sudo /.source;
const PROGRAM = /\.\/bin\/run\.js|niostat|node (?:tools[/\\])?niostat-portable\.cjs/.source;

/** All command lines in one line of a shell. */
function linesIn(text: string): string[][] {
  const starts = [...text.matchAll(new RegExp(`(?:${BEFORE})(?:${PROGRAM}) (?=[^ ])`, 'g'))];
  return starts.map(({ index, 0: start }) => {
    const rest = text.slice(index + start.length);
    return rest
      .slice(0, rest.search(END))
      .split(' ')
      .filter((word) => word !== '');
  });
}

/** Why there is no such command line; undefined if there is. Words that stand for others are passed over. */
export function faultOf(words: readonly string[], commands: readonly KnownCommand[]): string | undefined {
  const [name = '', ...rest] = words.map((word) => word.replace(/^\[|[\],…]+$/g, ''));
  // A placeholder, and flags before a command.
  if (/^[A-Z…<]/.test(name) || GLOBAL.includes(name.replace(/^--/, '')) || name.startsWith('-')) return undefined;
  const find = (words: string): KnownCommand | undefined =>
    commands.find(({ id, aliases = [] }) => id === words || aliases.includes(words));
  // oclif writes `teach:walk` for a command below another.
  const below = find(`${name}:${rest[0]}`);
  const command = below ?? find(name);
  if (command === undefined) return `there is no command ${name}`;
  for (const [index, word] of rest.entries()) {
    const fault = flagFault(word, rest[index + 1], command);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function flagFault(word: string, next: string | undefined, { flags }: KnownCommand): string | undefined {
  const all = Object.values(flags);
  if (/^-[A-Za-z0-9]+$/.test(word)) {
    const unknown = [...word.slice(1)].find((char) => !all.some((flag) => flag.char === char));
    return unknown === undefined || /^\d$/.test(unknown) ? undefined : `there is no flag -${unknown}`;
  }
  const [, name = '', value = next ?? ''] = /^--([a-z][\w-]*)(?:=(.*))?$/.exec(word) ?? [];
  if (name === '' || GLOBAL.includes(name)) return undefined;
  const renamed = all.find(({ aliases }) => aliases?.includes(name));
  if (renamed !== undefined) return `--${name} is the old name of --${renamed.name}`;
  const flag = all.find((each) => each.name === name || (each.allowNo && `no-${each.name}` === name));
  if (flag === undefined) return `there is no flag --${name}`;
  const isWrong = flag.options !== undefined && /^[a-z]+$/.test(value) && !flag.options.includes(value);
  return isWrong ? `--${name} does not take ${value}` : undefined;
}
