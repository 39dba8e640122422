import { present } from '../present.ts';
import { counted } from '../text/counted.ts';
import type { Location } from './lab.ts';

/**
 * Something wrong with a file, and where. An error means that there is no lab; a warning that a line was
 * passed over.
 */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly location: Location;
}

/** What every reader returns: labs when there is no error among the problems. */
export interface ReadResult<T> {
  readonly labs: readonly T[];
  readonly problems: readonly Problem[];
}

/** Past this many errors, and past as many warnings, more are only counted: they fill the screen. */
const LIMIT = 50;

/** Collects the problems of one file, or of the file `within` an archive. */
export class ProblemList {
  readonly problems: Problem[] = [];
  private readonly place: Pick<Location, 'file' | 'within'>;
  private readonly counts = { error: 0, warning: 0 };

  constructor(file: string, within?: string) {
    this.place = present({ file, within });
  }

  get hasErrors(): boolean {
    return this.counts.error > 0;
  }

  /** True once further errors are only counted: a reader may give up then. */
  get isFull(): boolean {
    return this.counts.error > LIMIT;
  }

  error(message: string, line: number, column: number): void {
    this.add('error', message, line, column);
  }

  warning(message: string, line: number, column: number): void {
    this.add('warning', message, line, column);
  }

  /** The problems in file order, and behind them how many more there are. */
  finish(): readonly Problem[] {
    const sorted = this.problems.sort(
      (p, q) => p.location.line - q.location.line || p.location.column - q.location.column,
    );
    const last = sorted.at(-1);
    if (last === undefined) return sorted;
    const rest = (['error', 'warning'] as const).flatMap((severity): Problem[] => {
      const unlisted = this.counts[severity] - LIMIT;
      if (unlisted <= 0) return [];
      return [
        { severity, message: `and ${counted(unlisted, `more ${severity}`)} in this file`, location: last.location },
      ];
    });
    return [...sorted, ...rest];
  }

  private add(severity: Problem['severity'], message: string, line: number, column: number): void {
    this.counts[severity]++;
    if (this.counts[severity] > LIMIT) return;
    this.problems.push({ severity, message, location: { ...this.place, line, column } });
  }
}
