import { StringDecoder } from 'node:string_decoder';
import type { Key } from '../../output/screen/screen-program.ts';

/** Nobody types a longer line: what is behind is dropped, so that no input fills the memory. */
const LONGEST_LINE = 1000;

/** Words for keys, for who types lines. */
const WORDS: ReadonlyMap<string, Key> = new Map(
  Object.entries({
    next: 'right',
    back: 'left',
    previous: 'left',
    'look back': 'left',
    'next link': 'shift+right',
    'previous link': 'shift+left',
    first: 'home',
    last: 'end',
    play: 'space',
    ok: 'enter',
    'go on': 'enter',
    cancel: 'escape',
    find: '/',
    keys: '?',
    help: '?',
    generation: 'g',
    other: 'g',
    allocator: 'a',
    rules: 'a',
    hint: 'h',
    why: 'w',
    words: 'w',
    answer: 'h',
    load: 'r',
    reload: 'r',
    links: 'l',
    explain: 'l',
    lab: 'l',
    task: 't',
    'first file': 'o',
    'give up': 'u',
    yes: 'y',
    no: 'n',
    quit: 'q',
    stop: 'q',
    exit: 'q',
    ...Object.fromEntries(
      ['left', 'right', 'up', 'down', 'home', 'end', 'space', 'enter', 'escape', 'backspace', 'tab'].map((key) => [
        key,
        key,
      ]),
    ),
    'page up': 'page up',
    'page down': 'page down',
  }),
);

/** What is typed at the moment, as a program says. */
export type Field = 'number' | 'text' | undefined;

/**
 * The keys that a line stands for: an empty one is Enter, a word such as `next` its key, one character that
 * key. In a field for numbers a number is its digits and Enter, and several may stand in a line, with `space`
 * between them; in one for text every other line is its characters and Enter. Undefined for a line that
 * stands for none: in a choice of three, 12 is not 1. Pure.
 */
export function keysOfLine(line: string, field: Field): readonly Key[] | undefined {
  const text = line.trim().replace(/\s+/g, ' ');
  if (text === '') return ['enter'];
  const word = WORDS.get(text.toLowerCase());
  if (word !== undefined) return [word];
  if (field === 'text') return [...keysOfText(text), 'enter'];
  if (field === 'number' && /^\d+(?:[ ,;]+\d+)*$/.test(text))
    return [...keysOfText(text.replace(/[ ,;]+/g, ' ')), 'enter'];
  const [key = '', ...others] = text;
  return others.length === 0 ? [key] : undefined;
}

/** The keys that type text; pure. */
export function keysOfText(text: string): Key[] {
  return [...text].map((character) => (character === ' ' ? 'space' : character));
}

/** Puts lines together from bytes as they come. */
export class LineReader {
  private readonly decoder = new StringDecoder('utf8');
  private begun = '';

  /** The lines that end in these bytes. */
  take(bytes: Buffer): string[] {
    const parts = this.decoder.write(bytes).split(/\r?\n|\r/);
    const lines: string[] = [];
    for (const [index, part] of parts.entries()) {
      this.begun = (this.begun + part).slice(0, LONGEST_LINE);
      if (index === parts.length - 1) break;
      lines.push(this.begun);
      this.begun = '';
    }
    return lines;
  }

  /** The last line, if it has begun and there is no more. */
  rest(): string | undefined {
    const last = this.begun + this.decoder.end();
    return last === '' ? undefined : last;
  }
}
