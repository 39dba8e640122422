/** A row of a socket table has 200 bytes, a command line may have megabytes and only its beginning counts. */
const MAX_LINE_BYTES = 8192;

const LINE_FEED = 0x0a;

/**
 * Takes an answer in whatever pieces it comes and gives its lines on, each cut after 8 KiB, so that neither
 * an answer without an end nor a line without one fills the memory. `mark` begins the lines that name the
 * parts of the answer; the lines before the first are nobody's.
 */
export class AnswerLines {
  private readonly mark: string;
  private readonly onPart: (part: string) => void;
  private readonly onLine: (line: string) => void;
  /** The beginning of a line whose end has not come. */
  private rest = Buffer.alloc(0);

  constructor(mark: string, on: { readonly part: (part: string) => void; readonly line: (line: string) => void }) {
    this.mark = mark;
    this.onPart = on.part;
    this.onLine = on.line;
  }

  take(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      const piece = chunk.subarray(start, end < 0 ? chunk.length : end);
      if (end < 0) {
        // A copy: a view would keep the whole chunk.
        const room = MAX_LINE_BYTES - this.rest.length;
        if (room > 0 && piece.length > 0) this.rest = Buffer.concat([this.rest, piece.subarray(0, room)]);
        return;
      }
      this.tell(this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]));
      this.rest = Buffer.alloc(0);
      start = end + 1;
    }
  }

  private tell(bytes: Buffer): void {
    const isCarriage = bytes.at(-1) === 0x0d;
    const line = bytes.toString('utf8', 0, Math.min(bytes.length - (isCarriage ? 1 : 0), MAX_LINE_BYTES));
    if (line.startsWith(this.mark)) this.onPart(line.slice(this.mark.length).trim());
    else this.onLine(line);
  }
}
