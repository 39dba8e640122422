import { MAX_PORT } from '../address/port.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';

export const consoleOutOfRange: Check = {
  id: 'NIO035',
  slug: 'console-out-of-range',
  severity: 'error',
  title: 'A console or AUX port is not between 1 and 65535',
  *find(context) {
    for (const { consoles } of context.allocations) {
      for (const { device, hypervisor, type, port } of consoles) {
        if (port >= 1 && port <= MAX_PORT) continue;
        yield {
          message: `the ${type === 'aux' ? 'AUX port' : 'console'} of ${device.name} would have TCP port ${port}, which does not exist`,
          evidence: {
            hypervisors: [hypervisor.name],
            ports: [String(port)],
            devices: [device.name],
            locations: locationsOf(device, hypervisor),
          },
          remedy: {
            text: `lower the base of ${hypervisor.name}, or set a port from 1 to ${MAX_PORT} for ${device.name}`,
          },
          location: device.location ?? hypervisor.location,
        };
      }
    }
  },
};
