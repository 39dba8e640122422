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
  private readonly given: NodeJS.WriteStream | undefined;
  private readonly env: NodeJS.ProcessEnv;
  private shownAt = 0;
  private isShown = false;

  /** On standard error, unless another stream is given. */
  constructor(stream?: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env) {
    this.given = stream;
    this.env = env;
  }

  /** Node makes its stream when it is first asked for, in 2 ms: most runs end before they need it. */
  private get stream(): NodeJS.WriteStream {
    return this.given ?? process.stderr;
  }

  /** Ten times a second is as often as anybody can read. */
  show(text: string): void {
    const now = performance.now();
    if (now - this.shownAt < 100 || !canErase(this.stream, this.env)) return;
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
