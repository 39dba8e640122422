import { EXIT } from '../core/errors/exit-code.ts';
import { NiostatError } from '../core/errors/niostat-error.ts';
import type { Problem } from '../core/lab/problem.ts';
import { renderProblems } from '../output/problems.ts';
import { safeJson, safeText } from '../output/safe-text.ts';
import { print } from './standard-output.ts';
import type { Typed } from './usage-error.ts';

/** What oclif adds to the errors that it throws: about flags, arguments and names of commands. */
export type CommandError = Error & { readonly oclif?: { readonly exit?: number } };

interface ErrorDescription {
  /** Stable, for scripts. */
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
  readonly next: string | undefined;
  readonly problems: readonly Problem[];
}

interface ReportOptions {
  readonly asJson: boolean;
  /** The command that was run; undefined before one is found. */
  readonly command?: string | undefined;
  readonly typed?: Typed;
}

/**
 * Every error ends here: what is wrong, where, and what to do, never a stack trace. Sets the exit code and
 * never rejects.
 */
export async function reportError(error: CommandError, { asJson, ...run }: ReportOptions): Promise<void> {
  // oclif ends some commands by throwing.
  if (error.oclif?.exit === 0) return;
  const { code, exitCode, message, next, problems } = await describe(error, run);
  process.exitCode = exitCode;
  if (asJson) {
    const details = { code, message, next, problems };
    print(`${safeJson({ schemaVersion: 1, error: details })}\n`);
    return;
  }
  const lines = [renderProblems(problems), `niostat: ${safeLines(message)}`, next === undefined ? '' : asNext(next)];
  const text = lines.filter((line) => line !== '').join('\n');
  // Most runs end without an error, and with this comes what counts columns.
  const { folded } = await import('./folded.ts');
  process.stderr.write(`${folded(text)}\n`);
}

function asNext(next: string): string {
  return safeLines(next).replace(/^/gm, '  ');
}

async function describe(
  error: CommandError,
  { command, typed = { words: [], flags: {} } }: Omit<ReportOptions, 'asJson'>,
): Promise<ErrorDescription> {
  if (error instanceof NiostatError) return fieldsOf(error);
  if (error.oclif !== undefined && command !== undefined) {
    // Only who mistypes something waits for this.
    const { usageError } = await import('./usage-error.ts');
    return fieldsOf(usageError(error, command, typed));
  }
  const next =
    process.env.NIOSTAT_DEBUG === undefined ? 'this is a bug in niostat; NIOSTAT_DEBUG=1 shows where' : error.stack;
  return { code: 'BUG', exitCode: EXIT.bug, message: error.message, next, problems: [] };
}

function fieldsOf({ code, exitCode, message, next, problems }: ErrorDescription): ErrorDescription {
  return { code, exitCode, message: withoutFlagName(message), next, problems };
}

/** oclif writes the flag before what our own parser of its value has said. */
function withoutFlagName(message: string): string {
  return message
    .replace(/^Parsing (--[\w-]+) \n\t/, '$1: ')
    .replace(/\n?See more help with --help/, '')
    .trimEnd();
}

/** Text of several lines as it may be printed: only the line breaks stay. */
function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}
