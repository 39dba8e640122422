import { flush } from '@oclif/core/flush';
import type { LoadOptions } from '@oclif/core/interfaces';
import { run } from '@oclif/core/run';
import { askedFor } from './cli/command-line.ts';
import { reportError } from './cli/report-error.ts';
import { EXIT } from './core/errors/exit-code.ts';

/**
 * Runs the command that the arguments name. `entry` is the URL of the executable, from which the package is
 * found.
 */
export async function main(entry: string): Promise<void> {
  // oclif's own listener throws where nobody can catch it. A reader that has seen enough, such as `head`, is
  // no error; a full disk is.
  process.stdout.removeAllListeners('error').on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`niostat: cannot write the output: ${error.message}\n`);
    process.exit(error.code === 'EPIPE' ? (process.exitCode ?? EXIT.clean) : EXIT.worldUnknown);
  });
  await runCommandLine(process.argv.slice(2), entry);
}

/**
 * Runs one command line, the words behind the name of the program, until all that it prints is written.
 * Leaves the exit code in `process.exitCode` and never rejects. `program` says where the package is, as oclif
 * takes it.
 */
export async function runCommandLine(argv: string[], program: LoadOptions): Promise<void> {
  const report = (error: Error): Promise<void> => reportError(error, { asJson: argv.includes('--json') });
  await answer(argv, program).catch(report);
  await flush().catch(report);
}

async function answer(argv: readonly string[], program: LoadOptions): Promise<void> {
  const asked = askedFor(argv);
  if (asked.kind === 'help') {
    const { showHelp } = await import('./cli/help/show-help.ts');
    await showHelp(asked.command, program, { color: !argv.includes('--no-color') });
    return;
  }
  await run(asked.kind === 'version' ? ['--version'] : [...asked.argv], program);
}
