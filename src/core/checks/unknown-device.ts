import type { Check } from './check.ts';
import { linksWithFault } from './lab-links.ts';
import { locationsOf } from './locations-of.ts';

export const unknownDevice: Check = {
  id: 'NIO051',
  slug: 'unknown-device',
  severity: 'error',
  title: 'A link leads to a device that is not in the lab',
  *find(context) {
    const namesOf = new Map(
      context.labs.map((lab) => [lab, new Map(lab.devices.map((device) => [device.name.toLowerCase(), device]))]),
    );
    for (const { lab, link } of linksWithFault(context, 'unknown-device')) {
      const missing = [link.a, link.b].find((end) => end.type === 'device' && end.device === undefined);
      const name = missing?.type === 'device' ? missing.deviceName : '';
      const similar = namesOf.get(lab)?.get(name.toLowerCase());
      yield {
        message: `${link.name} is never made: there is no device "${name}" in ${lab.name}`,
        evidence: { devices: [name], links: [link.name], locations: locationsOf(link) },
        remedy: {
          text:
            lab.format === 'gns3'
              ? 'open the project in GNS3 and draw the link again: no node has this id'
              : similar === undefined
                ? `add "${name}", or correct the name`
                : `write "${similar.name}": names differ in upper and lower case`,
        },
        location: link.location,
      };
    }
  },
};
