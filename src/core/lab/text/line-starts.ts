/** Where something stands in a text: `line` and `column` from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the line of an offset by halving; the starts of the lines are looked up when the first place is asked
 * for.
 */
export class LineStarts {
  private readonly text: string;
  private starts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  positionOf(offset: number): Position {
    this.starts ??= this.find();
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = this.starts[low] ?? 0;
    return { line: low + 1, column: offset - start + 1 };
  }

  private find(): number[] {
    // A byte order mark is no column.
    const starts = [this.text.startsWith('\uFEFF') ? 1 : 0];
    for (let end = this.text.indexOf('\n'); end >= 0; end = this.text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
}
