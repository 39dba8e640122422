import type { Lab, Link } from '../lab/lab.ts';

/** A link and the lab that it is in. */
export interface LabLink {
  readonly lab: Lab;
  readonly link: Link;
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
