import type { Lab, Link, LinkFault } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';
import type { LabLink } from './faulty-links.ts';

/** Links of all labs that are never made for one reason; those that are added later are among them. */
export function linksWithFault(context: CheckContext, fault: LinkFault): LabLink[] {
  return context.faultyLinks.filter(({ link }) => link.fault === fault);
}

/** The links that exist when everything has happened, in the order in which they were made. */
export function* livingLinks(lab: Lab): Generator<Link, void, undefined> {
  const removed = new Set(lab.events.flatMap((event) => (event.type === 'remove' ? event.link : [])));
  for (const link of lab.links) if (link.fault === undefined && !removed.has(link)) yield link;
  for (const event of lab.events) {
    if (event.type === 'add' && event.link.fault === undefined && !removed.has(event.link)) yield event.link;
  }
}
