import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import type { AssumedKernel } from '../core/model/assumptions.ts';
import { renderProblems } from '../output/problems.ts';
import { loadText } from '../world/files/load-text.ts';
import { tell } from './remarks.ts';

export const kernelFlag = {
  kernel: Flags.string({
    helpValue: '<file>',
    description:
      'What the kernel of the hosts answered, as niostat kernel --write wrote it: counts instead of what is known of its system.',
  }),
};

/** Reads the file that the flag names; throws `InputError` if it cannot be read or is no such file. */
export async function kernelFrom(flags: { kernel: string | undefined }): Promise<AssumedKernel | undefined> {
  const path = flags.kernel;
  if (path === undefined) return undefined;
  const next = 'name a file that niostat kernel --write FILE wrote';
  const loaded = await loadText(path, () => process.stdin);
  if ('failure' in loaded) {
    const { code, message } = loaded.failure;
    // The loader of labs speaks of labs.
    const isTooLarge = code === 'TOO_LARGE';
    throw new InputError(code, isTooLarge ? `${path} is far larger than the answers of a kernel` : message, { next });
  }
  const file = path === '-' ? '(stdin)' : path;
  // Most runs read none, and with the reader come all situations.
  const { readKernelFile } = await import('../core/kernel/kernel-file-reader.ts');
  const { kernel, problems } = readKernelFile(loaded.text, file);
  if (kernel === undefined) {
    throw new InputError('BAD_KERNEL_FILE', `${file} cannot be used as the answers of a kernel`, { problems });
  }
  if (problems.length > 0) tell(renderProblems(problems));
  return { file, kernel };
}
