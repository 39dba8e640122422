/** One request of a transcript, and what came back. */
export interface Asked {
  /** The bytes as they were sent; without their line end, and without a NUL, in a recording of a live lab. */
  readonly request: string;
  /** All lines with their ends; empty if nothing came. */
  readonly reply: string;
  readonly line: number;
}

/**
 * A recorded conversation with uBridge: lines of `> request`, `< reply` and `# title`, with the bytes written
 * as in C.
 */
export class Transcript {
  private constructor(private readonly sections: ReadonlyMap<string, readonly Asked[]>) {}

  static parse(text: string): Transcript {
    const sections = new Map<string, Asked[]>();
    let section: Asked[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      const [, mark, rest = ''] = /^([#><]) (.*)$/s.exec(line) ?? [];
      if (mark === '#') {
        section = [];
        sections.set(rest, section);
      }
      if (mark === '>') section.push({ request: unescaped(rest), reply: '', line: index + 1 });
      const last = section.at(-1);
      if (mark === '<' && last !== undefined) {
        section[section.length - 1] = { ...last, reply: last.reply + unescaped(rest) };
      }
    }
    return new Transcript(sections);
  }

  /** The requests below a title. */
  of(title: string): readonly Asked[] {
    const section = this.sections.get(title);
    if (section === undefined) throw new Error(`the transcript has no section "${title}"`);
    return section;
  }

  get titles(): readonly string[] {
    return [...this.sections.keys()];
  }
}

function unescaped(text: string): string {
  const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', x00: '\0' };
  return text.replace(/\\(x00|[nrt])/g, (_, letter: string) => letters[letter] as string);
}
