import type { Paint } from '../paint.ts';

/**
 * A key by name: a character (`g`, `7`, `/`), or `left`, `right`, `up`, `down`, `shift+left`, `shift+right`,
 * `home`, `end`, `page up`, `page down`, `space`, `enter`, `escape`, `backspace`, `tab`.
 */
export type Key = string;

/** The window of a terminal. */
export interface Look {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

/**
 * What goes on in a window, as a function of keys: it neither reads nor writes. Who runs it shows each state,
 * waits for a key, and shows the next state. A state is a value, and the same object if nothing has changed.
 */
export interface ScreenProgram<State> {
  readonly start: State;
  /** The state after a key; undefined where that ends the program. */
  press(state: State, key: Key): State | undefined;
  /** The whole window: at most `rows` lines of at most `columns` columns, the keys of now in the last one. */
  draw(state: State, look: Look): readonly string[];
  /**
   * What is typed now, if anything is: `number` where digits go into a field, `text` where every character
   * does. Who types lines, or pastes, has them typed there; without it only keys count. Enter ends a field.
   */
  takes?(state: State): 'number' | 'text' | undefined;
  /**
   * What `draw` shows, for a screen reader, or where output is no window: lines to print after those that
   * stand there, one fact in each, what has changed first. `before` is undefined at the start.
   */
  tell(state: State, before: State | undefined): readonly string[];
}
