import { EXIT } from '../core/errors/exit-code.ts';
import { NiostatError } from '../core/errors/niostat-error.ts';
import type { Problem } from '../core/lab/problem.ts';
import { renderProblems } from '../output/problems.ts';
import { safeJson, safeText } from '../output/safe-text.ts';

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

/** Every error ends here: what is wrong, where, and what to do, never a stack trace. Sets the exit code. */
export function reportError(error: CommandError, asJson: boolean): void {
  // oclif ends some commands, such as --help, by throwing.
  if (error.oclif?.exit === 0) return;
  const { code, exitCode, message, next, problems } = describe(error);
  process.exitCode = exitCode;
  if (asJson) {
    const details = { code, message, next, problems };
    process.stdout.write(`${safeJson({ schemaVersion: 1, error: details })}\n`);
    return;
  }
  const lines = [
    renderProblems(problems),
    `niostat: ${safeLines(message)}`,
    next === undefined ? '' : `  ${safeLines(next)}`,
  ];
  process.stderr.write(`${lines.filter((line) => line !== '').join('\n')}\n`);
}

function describe(error: CommandError): ErrorDescription {
  if (error instanceof NiostatError) return fieldsOf(error);
  if (error.oclif !== undefined) {
    const message = withoutFlagName(error.message).replace(/^command (.*) not found$/s, 'there is no command "$1"');
    return {
      code: 'USAGE',
      exitCode: EXIT.badInput,
      message,
      next: 'niostat --help says more, also behind a command',
      problems: [],
    };
  }
  const next =
    process.env.NIOSTAT_DEBUG === undefined ? 'this is a bug in niostat; NIOSTAT_DEBUG=1 shows where' : error.stack;
  return { code: 'BUG', exitCode: EXIT.bug, message: error.message, next, problems: [] };
}

function fieldsOf({ code, exitCode, message, next, problems }: ErrorDescription): ErrorDescription {
  return { code, exitCode, message: withoutFlagName(message), next, problems };
}

/** oclif writes the flag before what its parser has said, and an advice behind it that is ours to give. */
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
