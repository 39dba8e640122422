import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { jsonChunks } from '../output/json-chunks.ts';
import type { Page } from '../output/paint.ts';
import { renderProblems } from '../output/problems.ts';
import { safeText } from '../output/safe-text.ts';
import { type LoadedLabs, loadLabs } from '../world/files/load-labs.ts';
import { loadText } from '../world/files/load-text.ts';
import { type CommandError, reportError } from './report-error.ts';
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
  protected async labs(paths: readonly string[], options: { onlyLabs?: boolean } = {}): Promise<LoadedLabs> {
    const loaded = await loadLabs(paths, (path) => loadText(path, () => process.stdin), options);
    for (const path of loaded.passedOver) process.stderr.write(`${safeText(path)}: passed over, it is no lab\n`);
    if (loaded.warnings.length > 0) process.stderr.write(`${renderProblems(loaded.warnings)}\n`);
    return loaded;
  }

  /** The arguments in the order in which they were typed; oclif's own list puts equal words together. */
  protected typed({ raw }: { raw: readonly { readonly type: string; readonly input: string }[] }): string[] {
    return raw.flatMap(({ type, input }) => (type === 'arg' ? [input] : []));
  }

  /** Renders and prints to standard output, unless --json asks for nothing but JSON there. */
  protected show(render: () => string): void {
    if (!this.jsonEnabled()) process.stdout.write(`${render()}\n`);
  }

  /** Says how the command ends, once its result is printed. */
  protected end(code: number): void {
    process.exitCode = code;
  }

  override logJson(json: unknown): void {
    for (const chunk of jsonChunks(json)) process.stdout.write(chunk);
    process.stdout.write('\n');
  }

  protected override async catch(error: CommandError): Promise<void> {
    reportError(error, this.jsonEnabled());
  }
}
