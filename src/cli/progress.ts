import { cutText } from '../output/cut-text.ts';
import { canErase, ERASE_LINE } from './terminal.ts';

/**
 * A line that wraps cannot be taken back. The terminal writes `^C` behind it, and some go on to the next line
 * when one is full.
 */
const SPARE_COLUMNS = '^C'.length + 1;

/**
 * A line on standard error that is written over and over, and only on a terminal that can erase it; `clear`
 * takes it away.
 */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream;
  private readonly env: NodeJS.ProcessEnv;
  private shownAt = 0;
  private isShown = false;

  constructor(stream: NodeJS.WriteStream = process.stderr, env: NodeJS.ProcessEnv = process.env) {
    this.stream = stream;
    this.env = env;
  }

  /** Ten times a second is as often as anybody can read. */
  show(text: string): void {
    const now = performance.now();
    if (!canErase(this.stream, this.env) || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.isShown = true;
    // The width is that of the moment, for windows change; COLUMNS does not count here, for it may be more
    // than there are.
    const columns = this.stream.columns || 80;
    this.stream.write(ERASE_LINE + cutText(text, Math.max(1, columns - SPARE_COLUMNS)));
  }

  clear(): void {
    if (this.isShown) this.stream.write(ERASE_LINE);
    this.isShown = false;
  }
}
