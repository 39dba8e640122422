import type { Lab, Link, LinkFault } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** Links of all labs, those added later included, that are never made for one reason. */
export function* linksWithFault(
  context: CheckContext,
  fault: LinkFault,
): Generator<{ lab: Lab; link: Link }, void, undefined> {
  for (const lab of context.labs) {
    for (const link of lab.links) if (link.fault === fault) yield { lab, link };
    for (const event of lab.events)
      if (event.type === 'add' && event.link.fault === fault) yield { lab, link: event.link };
  }
}
