import type { Device } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';

/**
 * Console = base console + router id, so that hypervisors may share a base console only while ids differ
 * (docs/FACTS.md, "Ports by Dynagen").
 */
export const routerIdTwice: Check = {
  id: 'NIO034',
  slug: 'router-id-twice',
  severity: 'warning',
  title: 'Two routers of a lab have the same id',
  *find(context) {
    for (const lab of context.labs) {
      const firstOfId = new Map<number, Device>();
      for (const device of lab.devices) {
        if (device.id === undefined) continue;
        const first = firstOfId.get(device.id);
        if (first === undefined) {
          firstOfId.set(device.id, device);
          continue;
        }
        yield {
          message: `${first.name} and ${device.name} both have router id ${device.id}; an id must be unique in the whole lab, because the console port is counted by it`,
          evidence: {
            devices: [first.name, device.name],
            locations: locationsOf(first, device),
          },
          remedy: { text: `give ${device.name} an id of its own` },
          location: device.location,
        };
      }
    }
  },
};
