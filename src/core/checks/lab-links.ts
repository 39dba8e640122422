import type { Lab, Link, LinkFault } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** A link and the lab that it is in. */
export interface LabLink {
  readonly lab: Lab;
  readonly link: Link;
}

/** Links of all labs that are never made for one reason; those that are added later are among them. */
export function linksWithFault(context: CheckContext, fault: LinkFault): LabLink[] {
  return context.faultyLinks.filter(({ link }) => link.fault === fault);
}

/** Links of all labs that are never made; those that are added later are among them. */
export function faultyLinks(labs: readonly Lab[]): LabLink[] {
  const faulty: LabLink[] = [];
  for (const lab of labs) {
    for (const link of lab.links) if (link.fault !== undefined) faulty.push({ lab, link });
    for (const event of lab.events)
      if (event.type === 'add' && event.link.fault !== undefined) faulty.push({ lab, link: event.link });
  }
  return faulty;
}

/** The links that exist when everything has happened, in the order in which they were made. */
export function* livingLinks(lab: Lab): Generator<Link, void, undefined> {
  const removed = new Set(lab.events.flatMap((event) => (event.type === 'remove' ? event.link : [])));
  for (const link of lab.links) if (link.fault === undefined && !removed.has(link)) yield link;
  for (const event of lab.events) {
    if (event.type === 'add' && event.link.fault === undefined && !removed.has(event.link)) yield event.link;
  }
}
