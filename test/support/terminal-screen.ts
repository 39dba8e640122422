import stringWidth from 'string-width';

/** What a terminal shows after it was sent some text. */
export interface TerminalScreen {
  /**
   * All lines, also those that have scrolled out at the top, without blanks at their ends; the last one is
   * the cursor's or below.
   */
  readonly lines: readonly string[];
  /** Column of the cursor, from 0. */
  readonly column: number;
  /** Lines from the cursor to the end that have something in them. */
  readonly below: readonly string[];
  /** What is still switched on of colours and the like. */
  readonly attributes: readonly string[];
  /** True if text was shown in a colour, or in bold or dim. */
  readonly hasStyle: boolean;
  /** True while a window of its own is there, in place of what was shown before; `lines` are its lines. */
  readonly isWindow: boolean;
  /**
   * What should not have come: lines that wrap, sequences that are not known here, attributes that go on over
   * a line break.
   */
  readonly faults: readonly string[];
}

/** What the codes of ECMA-48's "select graphic rendition" switch on; 0 switches off all. */
const SWITCHES: readonly { readonly name: string; readonly on: RegExp; readonly off: string }[] = [
  { name: 'weight', on: /^[12]$/, off: '22' },
  { name: 'italic', on: /^3$/, off: '23' },
  { name: 'underline', on: /^4$/, off: '24' },
  { name: 'inverse', on: /^7$/, off: '27' },
  { name: 'foreground', on: /^(3|9)[0-7]$/, off: '39' },
  { name: 'background', on: /^(4|10)[0-7]$/, off: '49' },
];

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Reads text as a terminal of that size does which knows carriage return, line feed, "erase to the end of the
 * line" (`ESC [ K`), "home" (`ESC [ H`), "erase below" (`ESC [ J`) and colours. Only in a window of its own
 * (xterm's "alternate screen", `ESC [ ? 1049 h`) it also knows what moves and hides the cursor, erases all,
 * switches folding off and has pasted text marked; each has to be undone before the window is closed.
 * Everything else is a fault.
 */
export function screenAfter(text: string, size: Size): TerminalScreen {
  const screen = new Screen(size);
  for (const [token] of text.matchAll(
    /\u001b\[[0-9;?]*[@-~]|[\u0000-\u001f\u007f-\u009f]|[^\u0000-\u001f\u007f-\u009f]+/g,
  )) {
    screen.take(token);
  }
  return screen.picture();
}

/** What a window may switch, and what that is; the other letter, `l` or `h`, undoes it. */
const MODES: Readonly<Record<string, string>> = {
  '\u001b[?25l': 'no cursor',
  '\u001b[?7l': 'lines are not folded',
  '\u001b[?2004h': 'pasted text is marked',
};

const OPPOSITES: Readonly<Record<string, string>> = {
  '\u001b[?25h': '\u001b[?25l',
  '\u001b[?7h': '\u001b[?7l',
  '\u001b[?2004l': '\u001b[?2004h',
};

class Screen {
  private readonly columns: number;
  private readonly rows: number;
  /** One string for each column; a wide character is followed by an empty one. */
  private cells: string[][] = [[]];
  /** What was there when the window was opened. */
  private covered: { readonly cells: string[][]; readonly row: number; readonly column: number } | undefined;
  private readonly modes = new Set<string>();
  private readonly attributes = new Set<string>();
  private readonly faults: string[] = [];
  /** Index of the line that is at the top of the window. */
  private top = 0;
  private row = 0;
  private column = 0;
  private hasStyle = false;

  constructor({ columns, rows }: Size) {
    this.columns = columns;
    this.rows = rows;
  }

  take(token: string): void {
    if (token === '\r') this.column = 0;
    else if (token === '\n') this.feed();
    else if (token === '\u001b[K') this.line().length = Math.min(this.column, this.line().length);
    else if (token === '\u001b[H') [this.row, this.column] = [this.top, 0];
    else if (token === '\u001b[J') this.eraseBelow();
    else if (token === '\u001b[?1049h' && this.covered === undefined) this.open();
    else if (this.covered !== undefined && this.inWindow(token)) return;
    else if (/^\u001b\[[0-9;]*m$/.test(token)) this.style(token.slice(2, -1));
    else if (/^[\u0000-\u001f\u007f-\u009f]/.test(token)) this.faults.push(`sequence ${JSON.stringify(token)}`);
    else for (const { segment } of CHARACTERS.segment(token)) this.print(segment);
  }

  picture(): TerminalScreen {
    const lines = this.cells.map(textOf);
    return {
      lines,
      column: this.column,
      below: lines.slice(this.row).filter((line) => line !== ''),
      attributes: [...this.attributes],
      hasStyle: this.hasStyle,
      isWindow: this.covered !== undefined,
      faults: this.faults,
    };
  }

  private open(): void {
    this.covered = { cells: this.cells, row: this.row, column: this.column };
    this.cells = [[]];
    [this.top, this.row, this.column] = [0, 0, 0];
  }

  private close(): void {
    for (const mode of this.modes) this.faults.push(`still there when the window closes: ${MODES[mode]}`);
    this.modes.clear();
    const { cells = [[]], row = 0, column = 0 } = this.covered ?? {};
    [this.cells, this.row, this.column, this.covered] = [cells, row, column, undefined];
    this.top = Math.max(0, this.row - this.rows + 1);
  }

  /** False for what is not known in a window alone. */
  private inWindow(token: string): boolean {
    const place = /^\u001b\[(\d+);(\d+)H$/.exec(token);
    if (token === '\u001b[?1049l') this.close();
    else if (token === '\u001b[2J') this.cells = [[]];
    else if (MODES[token] !== undefined) this.modes.add(token);
    else if (OPPOSITES[token] !== undefined) this.modes.delete(OPPOSITES[token]);
    else if (place !== null) this.moveTo(Number(place[1]) - 1, Number(place[2]) - 1);
    else return false;
    return true;
  }

  private moveTo(row: number, column: number): void {
    if (row >= this.rows || column >= this.columns) this.faults.push(`moves to ${row + 1};${column + 1}`);
    [this.row, this.column] = [row, column];
  }

  private line(): string[] {
    while (this.cells.length <= this.row) this.cells.push([]);
    return this.cells[this.row] as string[];
  }

  private print(character: string): void {
    const width = stringWidth(character);
    if (this.column + width > this.columns && this.modes.has('\u001b[?7l')) {
      this.faults.push(`is not seen behind ${this.columns} columns: ${character}`);
      return;
    }
    if (this.column + width > this.columns) {
      this.faults.push(`wraps after ${this.columns} columns: ${textOf(this.line())}`);
      this.column = 0;
      this.feed();
    }
    const line = this.line();
    while (line.length < this.column) line.push(' ');
    // A mark that takes no column belongs to the character before it.
    if (width === 0) line[this.column - 1] = `${line[this.column - 1] ?? ''}${character}`;
    else line.splice(this.column, width, character, ...Array<string>(width - 1).fill(''));
    this.column += width;
    if (this.attributes.size > 0) this.hasStyle = true;
  }

  private feed(): void {
    if (this.attributes.size > 0) {
      this.faults.push(`${[...this.attributes].join(' and ')} goes on after ${textOf(this.line())}`);
    }
    this.row++;
    if (this.row === this.cells.length) this.cells.push([]);
    this.top = Math.max(this.top, this.row - this.rows + 1);
  }

  private eraseBelow(): void {
    const line = this.line();
    line.length = Math.min(this.column, line.length);
    this.cells.length = this.row + 1;
  }

  private style(codes: string): void {
    for (const code of codes.split(';')) {
      const opened = SWITCHES.find(({ on }) => on.test(code));
      const closed = SWITCHES.find(({ off }) => off === code);
      if (code === '' || code === '0') this.attributes.clear();
      else if (opened !== undefined) this.attributes.add(opened.name);
      else if (closed !== undefined) this.attributes.delete(closed.name);
      else this.faults.push(`code ${code} of select graphic rendition`);
    }
  }
}

function textOf(line: readonly string[]): string {
  return line.join('').trimEnd();
}
