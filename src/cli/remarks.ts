import { safeText } from '../output/safe-text.ts';
import { folded } from './folded.ts';

let isHushed = false;

/** With --quiet nothing is said from now on; each command line decides anew. */
export function hush(quiet: boolean): void {
  isHushed = quiet;
}

/** Says something on standard error that is no part of the result. */
export function say(text: string): void {
  tell(`niostat: ${safeText(text)}`);
}

/** Prints lines that may be printed as they are to standard error. */
export function tell(lines: string): void {
  if (!isHushed) process.stderr.write(`${folded(lines)}\n`);
}

/** What may happen a thousand times in a second is not worth a line each time. */
const APART_MS = 1000;

/** Remarks on standard error, at most one in a second; how many were left out is said with the next. */
export class Remarks {
  private nextAt = 0;
  private leftOut = 0;

  say(text: string): void {
    const now = performance.now();
    if (now < this.nextAt) {
      this.leftOut++;
      return;
    }
    const others = this.leftOut === 0 ? '' : ` (and ${this.leftOut} more like this before)`;
    say(`${text}${others}`);
    this.nextAt = now + APART_MS;
    this.leftOut = 0;
  }
}
