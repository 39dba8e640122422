import { execute } from '@oclif/core/execute';

export { COMMANDS } from '../commands/index.ts';

/**
 * Runs the command that the arguments name. `entry` is the URL of the executable, from which the package is found.
 */
export async function main(entry: string): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
  await execute({ dir: entry });
}
