import * as Flags from '@oclif/core/flags';
import { parsePortList } from '../core/address/port-list.ts';
import { InputError } from '../core/errors/input-error.ts';

/** A flag that takes ports such as `10000-10099,10200`; its value is every port once, ascending. */
export const portListFlag = Flags.custom<readonly number[]>({
  helpValue: '<ports>',
  parse: async (text) => {
    const ports = parsePortList(text);
    if (typeof ports !== 'string') return ports;
    throw new InputError('BAD_PORTS', ports, { next: 'write ports as 10000-10099,10200' });
  },
});
