import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { loadText } from '../lab/load-text.ts';
import type { Problem } from '../lab/problem.ts';
import type { Page } from '../report/paint.ts';
import { renderProblems } from '../report/problems.ts';
import { safeJson, safeText } from '../report/safe-text.ts';
import { InputError } from '../services/input-error.ts';
import { type LoadedLabs, loadLabs } from '../services/load-labs.ts';
import { EXIT } from './exit-code.ts';
import { pageFor } from './terminal.ts';

/** What all commands share: --json, --no-color, exit codes, and how errors are told. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    color: Flags.boolean({
      description: 'Colours; only ever used on a terminal.',
      default: true,
      allowNo: true,
      helpGroup: 'GLOBAL',
    }),
  };

  /** The page that standard output is. */
  protected page(flags: { color: boolean; wide?: boolean }): Page {
    return pageFor(process.stdout, process.env, { color: flags.color, wide: flags.wide ?? false });
  }

  /** Loads labs from the paths that the user named and remarks on standard error on what was passed over. */
  protected async labs(paths: readonly string[]): Promise<LoadedLabs> {
    const loaded = await loadLabs(paths, (path) => loadText(path, () => process.stdin));
    if (loaded.warnings.length > 0) this.remark(loaded.warnings);
    return loaded;
  }

  /** Prints to standard output unless --json asks for nothing but JSON there. */
  protected show(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(`${text}\n`);
  }

  /** Says how the command ends, once its result is printed. */
  protected end(code: number): void {
    process.exitCode = code;
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${safeJson(json)}\n`);
  }

  /** Every error ends here: what is wrong, where, and what to do; never a stack trace. */
  protected override async catch(error: Error & { oclif?: { exit?: number } }): Promise<void> {
    const { code, exitCode, next, problems } = describe(error);
    process.exitCode = exitCode;
    if (this.jsonEnabled()) {
      this.logJson({
        schemaVersion: 1,
        error: { code, message: error.message, ...(next === undefined ? {} : { next }), problems },
      });
      return;
    }
    this.remark(problems);
    process.stderr.write(`niostat: ${error.message.split('\n').map(safeText).join('\n')}\n`);
    if (next !== undefined) process.stderr.write(`  ${next}\n`);
  }

  private remark(problems: readonly Problem[]): void {
    if (problems.length > 0) process.stderr.write(`${renderProblems(problems)}\n`);
  }
}

interface ErrorDescription {
  readonly code: string;
  readonly exitCode: number;
  readonly next: string | undefined;
  readonly problems: readonly Problem[];
}

function describe(error: Error & { oclif?: { exit?: number } }): ErrorDescription {
  if (error instanceof InputError) return error;
  // oclif's own errors are about flags and arguments.
  if (error.oclif !== undefined) return { code: 'USAGE', exitCode: EXIT.badInput, next: undefined, problems: [] };
  const next =
    process.env.NIOSTAT_DEBUG === undefined ? 'this is a bug in niostat; NIOSTAT_DEBUG=1 shows where' : error.stack;
  return { code: 'BUG', exitCode: EXIT.bug, next, problems: [] };
}
