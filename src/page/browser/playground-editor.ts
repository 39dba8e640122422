import type { TextEdit } from '../../core/lab/edit/text-edit.ts';
import { type Remark, remarkOfLine } from '../playground/remark.ts';
import { besideLines, gutterLines } from '../playground/views/editor-lines.ts';
import { patch } from './patch.ts';

const TAB_COLUMNS = 4;

/**
 * A text area with numbers beside its lines and remarks behind them. The browser's own field does the
 * editing, so that keys, undo, touch and screen readers work as everywhere. Only the lines in sight have
 * elements, however long the text is.
 */
export class LabEditor {
  private readonly area: HTMLTextAreaElement;
  private readonly gutter: HTMLElement;
  private readonly beside: HTMLElement;
  private byLine: ReadonlyMap<number, Remark> = new Map();
  private lines: readonly string[] = [''];
  /** Measured when it changes: to ask after each key would lay the whole page out at once. */
  private place: Place;

  constructor(root: Element, onInput: () => void) {
    this.area = required(root, 'textarea') as HTMLTextAreaElement;
    this.gutter = required(root, '.gutter');
    this.beside = required(root, '.beside');
    this.place = placeOf(this.area);
    this.area.addEventListener('input', () => {
      this.lines = this.text.split('\n');
      onInput();
    });
    this.area.addEventListener('scroll', () => this.moved());
    new ResizeObserver(() => this.moved()).observe(this.area);
  }

  get text(): string {
    return this.area.value;
  }

  /** Puts another text in place of all, in silence; the browser's undo does not reach behind it. */
  open(text: string): void {
    this.area.value = text;
    this.lines = this.text.split('\n');
    this.goToStart();
  }

  /** Shows what is said of the lines; `isFaulty` where there is no lab for a fault in it. */
  showRemarks(remarks: readonly Remark[], isFaulty: boolean): void {
    this.byLine = remarkOfLine(remarks);
    this.area.setAttribute('aria-invalid', String(isFaulty));
    this.draw();
  }

  /** To the top, without a selection. */
  goToStart(): void {
    this.area.setSelectionRange(0, 0);
    this.area.scrollTo(0, 0);
  }

  /** Selects a line and scrolls to it. */
  goTo(line: number): void {
    const start = this.lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    this.select(start, start + (this.lines[line - 1]?.length ?? 0));
  }

  /** Makes a change as if it was typed, so that the browser's undo takes it back, and selects what came. */
  type({ start, end, text }: TextEdit): void {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    // No other way leaves the list of undo whole; where a browser has dropped it, the change comes without.
    if (!document.execCommand('insertText', false, text)) {
      this.area.setRangeText(text, start, end, 'end');
      this.area.dispatchEvent(new Event('input'));
    }
    this.select(start, start + text.length);
  }

  private select(start: number, end: number): void {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    const line = this.area.value.slice(0, start).split('\n').length;
    const { height } = this.place;
    const isInSight =
      (line - 1) * height >= this.area.scrollTop && line * height <= this.area.scrollTop + this.area.clientHeight;
    if (!isInSight) this.area.scrollTop = Math.max(0, (line - 1) * height - this.area.clientHeight / 3);
    this.draw();
  }

  private moved(): void {
    this.place = placeOf(this.area);
    this.draw();
  }

  private draw(): void {
    const { scrollTop, scrollLeft, clientHeight, height } = this.place;
    const first = Math.floor(scrollTop / height) + 1;
    const last = Math.min(this.lines.length, Math.ceil((scrollTop + clientHeight) / height) + 1);
    const hidden = scrollTop - (first - 1) * height;
    patch(this.gutter, gutterLines({ first, last }, this.byLine));
    this.gutter.style.setProperty('--hidden', `${-hidden}px`);
    this.gutter.style.setProperty('--digits', String(String(this.lines.length).length));
    patch(this.beside, besideLines({ first, last }, this.byLine));
    for (const row of this.beside.children) {
      if (!(row instanceof HTMLElement)) continue;
      const line = Number(row.dataset['line']);
      row.style.top = `${(line - first) * height - hidden}px`;
      row.style.setProperty('--columns', String(columnsOf(this.lines[line - 1] ?? '')));
      row.style.setProperty('--aside', `${-scrollLeft}px`);
    }
  }
}

/** Where the text is scrolled to and what of it is in sight, in px. */
interface Place {
  readonly scrollTop: number;
  readonly scrollLeft: number;
  readonly clientHeight: number;
  /** Of a line. */
  readonly height: number;
}

function placeOf(area: HTMLTextAreaElement): Place {
  const { scrollTop, scrollLeft, clientHeight } = area;
  return { scrollTop, scrollLeft, clientHeight, height: Number.parseFloat(getComputedStyle(area).lineHeight) || 20 };
}

function required(root: Element, selector: string): HTMLElement {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

function columnsOf(line: string): number {
  let columns = 0;
  for (const character of line) columns += character === '\t' ? TAB_COLUMNS - (columns % TAB_COLUMNS) : 1;
  return columns;
}
