/** A line on standard error that is written over and over, and only on a terminal; `clear` takes it away. */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream;
  private shownAt = 0;
  private isShown = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.stream = stream;
  }

  /** Ten times a second is as often as anybody can read. */
  show(text: string): void {
    const now = performance.now();
    if (!this.stream.isTTY || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.isShown = true;
    this.stream.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.isShown) this.stream.write('\r\u001b[K');
    this.isShown = false;
  }
}
