import { emitKeypressEvents, type Interface, type Key as Keystroke } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Key } from '../../output/screen/screen-program.ts';

/** What is pressed: a key of the program, text that is pasted, or a key for who runs the program. */
export type Press =
  | { readonly kind: 'key'; readonly key: Key }
  /** Without control characters: line breaks in it press nothing. */
  | { readonly kind: 'paste'; readonly text: string }
  /** Ctrl-C, Ctrl-Z, Ctrl-L, Ctrl-D. */
  | { readonly kind: 'interrupt' | 'suspend' | 'redraw' | 'end' };

/** A terminal sends the bytes of one key together: what comes later than this, in ms, is another key. */
const ESCAPE_MS = 50;

/** Nobody pastes more into a field; the rest is dropped. */
const LONGEST_PASTE = 1000;

const CONTROLS: Readonly<Record<string, Press>> = {
  c: { kind: 'interrupt' },
  d: { kind: 'end' },
  l: { kind: 'redraw' },
  z: { kind: 'suspend' },
};

/** Node's names of keys, and ours. */
const NAMES: Readonly<Record<string, Key>> = {
  ...Object.fromEntries(
    ['left', 'right', 'up', 'down', 'home', 'end', 'space', 'enter', 'escape', 'backspace', 'tab'].map((name) => [
      name,
      name,
    ]),
  ),
  pageup: 'page up',
  pagedown: 'page down',
  return: 'enter',
};

/**
 * Calls `take` for all that is pressed on a terminal in raw mode. Node puts together characters that are cut
 * in two and sequences of bytes, and waits whether an Escape is one by itself. The result ends it.
 */
export function readPresses(input: Readable, take: (press: Press) => void): () => void {
  let pasted: string | undefined;
  const listen = (text: string | undefined, keystroke: Keystroke): void => {
    const press = pressOf(text, keystroke);
    if (press?.kind === 'interrupt') take(press);
    else if (keystroke.name === 'paste-start') pasted = '';
    else if (keystroke.name === 'paste-end') {
      if (pasted !== undefined) take({ kind: 'paste', text: pasted });
      pasted = undefined;
    } else if (pasted !== undefined) pasted = (pasted + printable(text)).slice(0, LONGEST_PASTE);
    else if (press !== undefined) take(press);
  };
  // Of an interface it asks for nothing else.
  emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  input.on('keypress', listen);
  return () => {
    input.removeListener('keypress', listen);
  };
}

/** Undefined for a key that means nothing here. */
function pressOf(text: string | undefined, { name = '', ctrl, meta, shift }: Keystroke): Press | undefined {
  if (ctrl === true) return CONTROLS[name];
  // Pressed twice in a hurry, Escape looks as if Alt were held.
  if (meta === true && name !== 'escape') return undefined;
  const named = NAMES[name];
  if (named === undefined) return printable(text) === '' ? undefined : { kind: 'key', key: printable(text) };
  if (name === 'tab' && shift === true) return undefined;
  const isShifted = shift === true && (name === 'left' || name === 'right');
  return { kind: 'key', key: isShifted ? `shift+${named}` : named };
}

/** The character that was typed, if it is one; bytes that are no UTF-8 are none. */
function printable(text: string | undefined): string {
  return text !== undefined && /^[^\p{Cc}\p{Cs}\ufffd]$/u.test(text) ? text : '';
}
