import { flush } from '@oclif/core/flush';
import { run } from '@oclif/core/run';
import { reportError } from './cli/report-error.ts';

export { COMMANDS } from './commands/index.ts';

/** Runs the command that the arguments name. `entry` is the URL of the executable, from which the package is found. */
export async function main(entry: string): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error; a full disk is.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`niostat: cannot write the output: ${error.message}\n`);
    process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 3);
  });
  try {
    await run(process.argv.slice(2), entry);
    await flush();
  } catch (error) {
    reportError(error as Error, process.argv.includes('--json'));
  }
}
