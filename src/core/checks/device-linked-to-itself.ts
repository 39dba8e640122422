import type { Check } from './check.ts';
import { linksWithFault, livingLinks } from './lab-links.ts';

/** Two interfaces of one device make a loop; one interface linked to itself is never made. */
export const deviceLinkedToItself: Check = {
  id: 'NIO052',
  slug: 'device-linked-to-itself',
  severity: 'warning',
  title: 'A device is linked to itself',
  *find(context) {
    for (const { link } of linksWithFault(context, 'same-interface')) {
      yield {
        severity: 'error',
        message: `${link.name} is never made: both ends are the same interface`,
        evidence: { devices: [link.a.deviceName], links: [link.name] },
        remedy: { text: 'name the interface of the other device' },
        location: link.location,
      };
    }
    for (const lab of context.labs) {
      for (const link of livingLinks(lab)) {
        if (link.b.type !== 'device' || link.a.device !== link.b.device) continue;
        yield {
          message: `${link.name} leads from ${link.a.deviceName} to itself: its frames come back to the same device`,
          evidence: { devices: [link.a.deviceName], links: [link.name] },
          remedy: { text: 'name the other device, unless the loop is what you want' },
          location: link.location,
        };
      }
    }
  },
};
