import { InputError } from '../../core/errors/input-error.ts';
import { endsThatFit, SELECT_OPEN_FILES } from '../../core/kernel/open-files.ts';
import { ENDS_PER_SWITCH } from './ends-per-switch.ts';
import type { LinksToRehearse } from './links-to-rehearse.ts';

/** Throws `InputError` if there is no link to rehearse. */
export function checkLinks({ links, skipped }: LinksToRehearse): void {
  if (links.length > 0) return;
  const [first] = skipped;
  const reason = first === undefined ? 'it has no links' : `${first.name}: ${first.why}`;
  throw new InputError('NOTHING_TO_REHEARSE', `no link of the lab can be rehearsed: ${reason}`, {
    next: 'rehearse tries links between NIOs of Dynamips; links says what is there of the others',
  });
}

/** NIOs that fit, less the waker, and of those for each switch one is its injector. */
const MAX_ENDS = Math.floor(((endsThatFit(SELECT_OPEN_FILES, 0) - 1) * ENDS_PER_SWITCH) / (ENDS_PER_SWITCH + 1));

/** Throws `InputError` if a hypervisor would have more NIOs than Dynamips can wait for. */
export function checkSize({ ends, hypervisors }: LinksToRehearse): void {
  for (const hypervisor of hypervisors) {
    const count = ends.filter((end) => end.hypervisor === hypervisor).length;
    if (count > MAX_ENDS) {
      throw new InputError(
        'TOO_MANY_NIOS',
        `${hypervisor.name} has ${count} NIOs in this lab, and Dynamips cannot wait for more than 1024 descriptors`,
        { next: `give it at most ${MAX_ENDS} ends of links, and the others to another hypervisor` },
      );
    }
  }
}
