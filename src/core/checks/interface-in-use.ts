import type { Check } from './check.ts';
import { linksWithFault } from './lab-links.ts';
import { locationsOf } from './locations-of.ts';

export const interfaceInUse: Check = {
  id: 'NIO050',
  slug: 'interface-in-use',
  severity: 'error',
  title: 'An interface is used by two links',
  *find(context) {
    for (const { lab, link } of linksWithFault(context, 'interface-in-use')) {
      const holder = link.heldBy;
      const where = holder?.location === undefined ? '' : ` (line ${holder.location.line})`;
      yield {
        message: `${link.name} is never made: ${holder?.name}${where} already uses the interface`,
        evidence: {
          links: holder === undefined ? [link.name] : [holder.name, link.name],
          locations: locationsOf(holder, link),
        },
        remedy: {
          text:
            lab.format === 'gns3'
              ? 'open the project in GNS3, and draw one of the two links to a free interface'
              : 'use a free interface for one of the two links',
        },
        location: link.location,
      };
    }
  },
};
