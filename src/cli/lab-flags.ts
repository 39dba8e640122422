import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { generationOf } from '../core/kernel/dynamips-version.ts';
import { ALLOCATOR_NAMES, type OperatingSystem } from '../core/lab/lab.ts';
import { parseAllocator } from '../core/model/allocator-name.ts';
import type { Assumptions } from '../core/model/assumptions.ts';

/** Lab files, of which the only one in the folder need not be named. */
export const labArgs = {
  lab: Args.string({
    description:
      'Dynagen .net file, GNS3 project, niostat scenario, or the name of one that `niostat scenarios` lists; - reads standard input. Default: the only lab in this folder.',
    // oclif would read standard input for an argument that is missing, and a token may be there.
    ignoreStdin: true,
  }),
};

/** Says which Dynamips a site runs, so that nobody has to type it. */
const VARIABLE = 'NIOSTAT_DYNAMIPS';

export const assumptionFlags = {
  allocator: Flags.string({
    helpValue: '<rules>',
    description: `Who gives out the ports: ${ALLOCATOR_NAMES.join(', ')}. Default: what the lab says, else dynagen.`,
  }),
  dynamips: Flags.string({
    helpValue: '<version>',
    description: `Version of Dynamips, such as 0.2.14. Default: what the lab says, else the variable ${VARIABLE}.`,
  }),
  os: Flags.option({
    options: ['linux', 'windows', 'darwin'] as const,
    description: 'Operating system of the hosts.',
  })(),
};

/** Of commands whose screens sum up what is fine in one line. */
export const verboseFlag = {
  verbose: Flags.boolean({ char: 'v', description: 'List what was looked at and is fine, too.' }),
};

/** Turns the flags and the environment into assumptions; throws `InputError` for names that do not exist. */
export function assumptionsFrom(flags: {
  allocator: string | undefined;
  dynamips: string | undefined;
  os: OperatingSystem | undefined;
}): Assumptions {
  const { allocator, dynamips, os } = flags;
  return {
    allocator: allocator === undefined ? undefined : parseAllocator(allocator),
    dynamips,
    usualDynamips: usualDynamips(),
    os,
  };
}

/** An empty variable is how a shell script leaves one out. */
function usualDynamips(): string | undefined {
  const { [VARIABLE]: version } = process.env;
  if (version === undefined || version === '' || generationOf(version) !== undefined) return version || undefined;
  throw new InputError('BAD_VERSION', `the variable ${VARIABLE}: "${version}" is not a version of Dynamips`, {
    next: `write it as in ${VARIABLE}=0.2.14`,
  });
}
