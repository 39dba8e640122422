/** What may be written where a flag or an argument takes a value. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Lab files, by their endings, and the names of scenarios. */
  | { readonly kind: 'labs' }
  | { readonly kind: 'files' }
  | { readonly kind: 'directories' }
  /** Nobody can say: numbers, addresses, expressions. */
  | { readonly kind: 'any' };

/** Endings of files of which most are labs, without the dot; `.json` is not among them. */
export const LAB_ENDINGS: readonly string[] = ['net', 'gns3', 'gns3project', 'gns3p', 'yaml', 'yml'];

export interface FlagModel {
  /** Without the two hyphens. */
  readonly name: string;
  readonly char?: string | undefined;
  readonly description: string;
  readonly isRepeatable: boolean;
  /** There is `--no-NAME` too. */
  readonly isNegatable: boolean;
  /** Only if it takes a value. */
  readonly value?: { readonly name: string; readonly values: Values; readonly defaultText?: string | undefined };
}

export interface ArgumentModel {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isRepeatable: boolean;
  readonly values: Values;
}

export interface CommandModel {
  /** As it is typed; one below another has both words. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly arguments: readonly ArgumentModel[];
  readonly flags: readonly FlagModel[];
  readonly examples: readonly string[];
  /** The page that says more, below the folder of the program. */
  readonly page?: string | undefined;
}

/** The command line of a program as completion scripts and manual pages need it. */
export interface ProgramModel {
  readonly name: string;
  readonly version: string;
  /** One sentence. */
  readonly summary: string;
  readonly commands: readonly CommandModel[];
  /** Names of the scenarios that come with it, which are offered in place of lab files. */
  readonly scenarios: readonly string[];
}

/** The commands below another, and the word by which each is called there. */
export function commandsBelow(
  { commands }: ProgramModel,
  { name }: CommandModel,
): { readonly word: string; readonly command: CommandModel }[] {
  return commands.flatMap((command) =>
    command.name.startsWith(`${name} `) ? [{ word: command.name.slice(name.length + 1), command }] : [],
  );
}

/** Every way to write a flag. */
export function spellings({ name, char, isNegatable }: FlagModel): string[] {
  return [...(char === undefined ? [] : [`-${char}`]), `--${name}`, ...(isNegatable ? [`--no-${name}`] : [])];
}

/** All that is said of a flag: what it does, which values it takes, and which it has without being given. */
export function flagText({ description, isRepeatable, value }: FlagModel): string {
  const words = value?.values.kind === 'words' ? value.values.words.join(', ') : undefined;
  const remarks = [
    description,
    ...(words === undefined || description.includes(words) ? [] : [`One of ${words}.`]),
    ...(value?.defaultText === undefined ? [] : [`Default: ${value.defaultText}.`]),
    ...(isRepeatable && !description.includes('repeated') ? ['May be repeated.'] : []),
  ];
  return remarks.join(' ');
}
