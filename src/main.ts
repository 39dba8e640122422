import { flush } from '@oclif/core/flush';
import { run } from '@oclif/core/run';
import { reportError } from './cli/report-error.ts';
import { EXIT } from './core/errors/exit-code.ts';

/** Runs the command that the arguments name. `entry` is the URL of the executable, from which the package is found. */
export async function main(entry: string): Promise<void> {
  const asJson = process.argv.includes('--json');
  // oclif's own listener throws where nobody can catch it. A reader that has seen enough, such as `head`, is no error; a full
  // disk is.
  process.stdout.removeAllListeners('error').on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`niostat: cannot write the output: ${error.message}\n`);
    process.exit(error.code === 'EPIPE' ? (process.exitCode ?? EXIT.clean) : EXIT.worldUnknown);
  });
  try {
    await run(process.argv.slice(2), entry);
    await flush();
    // Nobody can stop a look-up of a name; it must not hold up a program that has said all it has to say.
    if (process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) process.exit();
  } catch (error) {
    reportError(error as Error, asJson);
  }
}
