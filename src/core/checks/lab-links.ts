import type { Lab, Link, LinkFault } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** A link and the lab that it is in. */
export interface LabLink {
  readonly lab: Lab;
  readonly link: Link;
}

/** Links of all labs that are never made for one reason; those that are added later are among them. */
export function* linksWithFault(context: CheckContext, fault: LinkFault): Generator<LabLink, void, undefined> {
  for (const lab of context.labs) {
    for (const link of lab.links) if (link.fault === fault) yield { lab, link };
    for (const event of lab.events)
      if (event.type === 'add' && event.link.fault === fault) yield { lab, link: event.link };
  }
}

/** The links that exist when everything has happened, in the order in which they were made. */
export function* livingLinks(lab: Lab): Generator<Link, void, undefined> {
  const removed = new Set(lab.events.flatMap((event) => (event.type === 'remove' ? event.link : [])));
  for (const link of lab.links) if (link.fault === undefined && !removed.has(link)) yield link;
  for (const event of lab.events) {
    if (event.type === 'add' && event.link.fault === undefined && !removed.has(event.link)) yield event.link;
  }
}
