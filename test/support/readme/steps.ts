/** What a page tells its reader to type, as steps that can be run (docs/TESTING.md, "The README"). */

export interface Step {
  /**
   * `command`: one command in a terminal. `paste`: lines for a shell, without output. `stop`: Ctrl-C for the
   * program that was started last and still runs.
   */
  readonly kind: 'command' | 'paste' | 'stop';
  /** Where it is typed: the word before the prompt, such as `far`; empty for the host of the reader. */
  readonly host: string;
  /** As a shell takes it, several lines too. */
  readonly command: string;
  /** The lines that the page shows below it. */
  readonly shown: readonly string[];
  /** Where these lines begin in the page, counted from 0. */
  readonly at: number;
  /** Path of the picture that shows the output in the place of lines. */
  readonly picture?: string;
}

/** A part of the page with a heading of its own (`##`), which begins in an empty folder on fresh hosts. */
export interface Section {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** `$ ` on the host of the reader, `far$ ` on another. */
const PROMPT = /^([a-z]*)\$ (.+)$/;

/**
 * A picture of a terminal: its alternative text is the command, with a comment for those who do not see it.
 */
const PICTURE = /^!\[\$ ([^\]]+)\]\(([^)\s]+)\)$/;

/** The steps of a page of Markdown, in order. Throws for a block whose use is not known. */
export function sectionsOf(page: string): Section[] {
  const lines = page.split('\n');
  const sections: { title: string; steps: Step[] }[] = [];
  let section = { title: '', steps: [] as Step[] };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const language = /^ *```(\S*)/.exec(line)?.[1];
    const [, command, picture] = PICTURE.exec(line) ?? [];
    if (/^##? /.test(line)) {
      section = { title: line.replace(/^##? /, ''), steps: [] };
      sections.push(section);
    } else if (command !== undefined && picture !== undefined) {
      section.steps.push({ kind: 'command', host: '', command, shown: [], at: index, picture });
    } else if (language !== undefined) {
      const end = lines.indexOf('```', index + 1);
      if (end < 0) throw new Error(`the block of line ${index + 1} does not end`);
      section.steps.push(...stepsOf(language, lines.slice(index + 1, end), index + 1));
      index = end;
    } else if (/^ {4}/.test(line)) {
      throw new Error(`line ${index + 1} is indented: blocks stand between \`\`\`console or \`\`\`sh and \`\`\``);
    }
  }
  return sections.filter(({ steps }) => steps.length > 0);
}

/** `at`: where the lines of the block begin in the page. */
function stepsOf(language: string, lines: readonly string[], at: number): Step[] {
  if (language === 'sh') return [{ kind: 'paste', host: '', command: lines.join('\n'), shown: [], at }];
  if (language !== 'console') throw new Error(`line ${at}: a block is console or sh, not "${language}"`);
  const steps: Step[] = [];
  for (let index = 0; index < lines.length; ) {
    const [, host = '', first] = PROMPT.exec(lines[index] ?? '') ?? [];
    const isStop = lines[index] === '^C';
    if (first === undefined && !isStop) throw new Error(`line ${at + index + 1}: output without a command`);
    const words = [first ?? ''];
    while (words.at(-1)?.endsWith(' \\')) words.push(lines[++index] ?? '');
    const begin = ++index;
    while (index < lines.length && lines[index] !== '^C' && !PROMPT.test(lines[index] ?? '')) index++;
    const kind = isStop ? 'stop' : 'command';
    steps.push({ kind, host, command: words.join('\n'), shown: lines.slice(begin, index), at: at + begin });
  }
  return steps;
}
