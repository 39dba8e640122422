import { styleText } from 'node:util';
import { NO_PAINT, type Page, type Paint } from '../output/paint.ts';

/** What is known of a stream: whether it is a terminal, and then how many columns that has. */
export interface Device {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What decides how output looks: the stream it goes to, the environment, and the user's own flags. */
export interface Appearance {
  /** True with --color, false with --no-color. */
  readonly color?: boolean | undefined;
  /** True with -W: nothing is cut. */
  readonly wide: boolean;
  /** True with -v: what is fine is listed too. */
  readonly verbose: boolean;
}

/** Lines are cut only on a terminal. */
export function pageFor(stream: Device, env: NodeJS.ProcessEnv, { color, wide, verbose }: Appearance): Page {
  return {
    width: wide ? Number.POSITIVE_INFINITY : widthOfTerminal(stream, env),
    paint: (color ?? coloursByEnvironment(stream, env)) ? colours() : NO_PAINT,
    verbose,
  };
}

/** What FORCE_COLOR may say for colours; with anything else it says that there are none. */
const FORCING: readonly string[] = ['', '1', '2', '3', 'true'];

/**
 * Whether there are colours where no flag says so. FORCE_COLOR counts before all else, as for Node itself
 * (documented, "FORCE_COLOR" in its manual of the command line): so a log of a CI job has colours, which is
 * no terminal. Else they are for terminals, unless NO_COLOR or TERM=dumb asks for none.
 */
function coloursByEnvironment({ isTTY }: Device, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCING.includes(FORCE_COLOR);
  return isTTY === true && !NO_COLOR && TERM !== 'dumb';
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
  return {
    bad: (text) => styled(['red', 'bold'], text),
    warn: (text) => styled(['yellow', 'bold'], text),
    good: (text) => styled(['green'], text),
    strong: (text) => styled(['bold'], text),
    dim: (text) => styled(['dim'], text),
  };
}

/**
 * Each line by itself: a colour that goes on over the end of a line runs into what comes after. That there
 * are colours was decided before: Node is not to look at stream and environment again.
 */
function styled(format: Parameters<typeof styleText>[0], text: string): string {
  return text.replace(/[^\r\n]+/g, (line) => styleText(format, line, { validateStream: false }));
}
