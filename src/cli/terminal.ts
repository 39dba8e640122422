import type { WriteStream } from 'node:tty';
import { Ansis } from 'ansis';
import { NO_PAINT, type Page, type Paint } from '../report/paint.ts';

/** What decides how output looks: the stream it goes to, the environment, and the user's own flags. */
export interface Appearance {
  /** False with --no-color. */
  readonly color: boolean;
  /** True with -W: nothing is cut. */
  readonly wide: boolean;
}

/** Colour only on a terminal, and never with NO_COLOR, TERM=dumb or --no-color; lines are cut only on a terminal. */
export function pageFor(
  stream: WriteStream | NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  { color, wide }: Appearance,
): Page {
  const isTerminal = stream.isTTY === true;
  const hasColour = color && isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
  const columns = Number(env.COLUMNS) || stream.columns || 80;
  return { width: wide || !isTerminal ? Number.POSITIVE_INFINITY : columns, paint: hasColour ? colours() : NO_PAINT };
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
