import { Ansis } from 'ansis';
import { NO_PAINT, type Page, type Paint } from '../output/paint.ts';

/** What is known of a stream: whether it is a terminal, and then how many columns that has. */
export interface Device {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What decides how output looks: the stream it goes to, the environment, and the user's own flags. */
export interface Appearance {
  /** False with --no-color. */
  readonly color: boolean;
  /** True with -W: nothing is cut. */
  readonly wide: boolean;
  /** True with -v: what is fine is listed too. */
  readonly verbose: boolean;
}

/**
 * Colour only on a terminal, and never with NO_COLOR, TERM=dumb or --no-color; lines are cut only on a
 * terminal.
 */
export function pageFor(stream: Device, env: NodeJS.ProcessEnv, { color, wide, verbose }: Appearance): Page {
  const isTerminal = stream.isTTY === true;
  const hasColour = color && isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    width: wide ? Number.POSITIVE_INFINITY : widthOfTerminal(stream, env),
    paint: hasColour ? colours() : NO_PAINT,
    verbose,
  };
}

/** Nothing can be laid out in fewer columns: there the terminal breaks the lines itself. */
const FEWEST_COLUMNS = 20;

/** Columns of a terminal; of what is none, infinitely many. */
export function widthOfTerminal(stream: Device, env: NodeJS.ProcessEnv): number {
  if (stream.isTTY !== true) return Number.POSITIVE_INFINITY;
  return Math.max(FEWEST_COLUMNS, columnsFrom(env) ?? (stream.columns || 80));
}

/** What the variable COLUMNS says, if it is a number of columns. */
export function columnsFrom({ COLUMNS }: NodeJS.ProcessEnv): number | undefined {
  return COLUMNS !== undefined && /^[1-9]\d{0,5}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

/** The cursor goes to the start of its line, and nothing is left in it. */
export const ERASE_LINE = '\r\u001b[K';

/** The cursor goes to the top of the window, and nothing is left below. */
export const ERASE_WINDOW = '\u001b[H\u001b[J';

/** True for a terminal that can take back what it shows; with TERM=dumb it can only write on. */
export function canErase(stream: Device, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

function colours(): Paint {
  const ansis = new Ansis();
  return {
    bad: (text) => ansis.red.bold(text),
    warn: (text) => ansis.yellow.bold(text),
    good: (text) => ansis.green(text),
    strong: (text) => ansis.bold(text),
    dim: (text) => ansis.dim(text),
  };
}
