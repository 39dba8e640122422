import { InputError } from '../errors/input-error.ts';
import { ALLOCATOR_NAMES, type AllocatorName, isGns3Server, type Lab } from '../lab/lab.ts';
import { didYouMean } from '../text/nearest-word.ts';

/**
 * Reads an allocator's name as typed; `gns3-server` alone is its newest preset. Throws `InputError` for an
 * unknown one.
 */
export function parseAllocator(text: string): AllocatorName {
  const name = text.toLowerCase();
  if (name === 'gns3-server') return 'gns3-server-3.0';
  const found = ALLOCATOR_NAMES.find((known) => known === name);
  if (found === undefined)
    throw new InputError('BAD_ALLOCATOR', `there is no allocator "${text}"${didYouMean(text, ALLOCATOR_NAMES)}`, {
      next: `use one of ${ALLOCATOR_NAMES.join(', ')}`,
    });
  return found;
}

/**
 * The allocator of each lab: the assumed one; of a GNS3 project the newest server of all projects, which
 * opens older ones too, since two projects that are open at once are open on it; else what the lab says, else
 * Dynagen's.
 */
export function allocatorsOf(labs: readonly Lab[], assumed: AllocatorName | undefined): (lab: Lab) => AllocatorName {
  const servers = new Set(labs.flatMap((lab) => (lab.format === 'gns3' ? (lab.allocator ?? []) : [])));
  const newest = ALLOCATOR_NAMES.findLast((name) => isGns3Server(name) && servers.has(name));
  return (lab) => assumed ?? (lab.format === 'gns3' ? newest : undefined) ?? lab.allocator ?? 'dynagen';
}
