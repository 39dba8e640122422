import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
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

export const assumptionFlags = {
  allocator: Flags.string({
    helpValue: '<rules>',
    description: `Who gives out the ports: ${ALLOCATOR_NAMES.join(', ')}. Default: what the lab says, else dynagen.`,
  }),
  dynamips: Flags.string({
    helpValue: '<version>',
    description: 'Version of Dynamips, such as 0.2.14. Default: what the lab says.',
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

/** Turns the flags into assumptions; throws `InputError` for names that do not exist. */
export function assumptionsFrom(flags: {
  allocator: string | undefined;
  dynamips: string | undefined;
  os: OperatingSystem | undefined;
}): Assumptions {
  const { allocator, dynamips, os } = flags;
  return { allocator: allocator === undefined ? undefined : parseAllocator(allocator), dynamips, os };
}
