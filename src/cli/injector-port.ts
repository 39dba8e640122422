import * as Flags from '@oclif/core/flags';
import { MAX_PORT } from '../core/address/port.ts';
import { DEFAULT_INJECTOR_PORT } from '../features/rehearse/rehearse.ts';

/** Where a rehearsal takes ports for itself; `firewall --rehearse` opens the same. */
export const injectorPortFlag = () =>
  Flags.integer({
    default: DEFAULT_INJECTOR_PORT,
    min: 1024,
    max: MAX_PORT,
    helpValue: '<port>',
    description:
      'First UDP port on the hosts of the hypervisors for NIOs through which rehearse lets frames in from here: two for each hypervisor, and one more for every 63 further ends of links.',
  });
