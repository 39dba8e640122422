import type { Lab, Link, LinkFault } from '../lab/lab.ts';
import { endName } from '../lab/wiring.ts';
import type { Allocation } from './allocation.ts';

/** A link of a lab that has no NIO at any time, and why, in a clause. */
export interface LinkNotMade {
  readonly link: Link;
  readonly reason: string;
}

const FAULTS: Readonly<Record<LinkFault, string>> = {
  'unknown-device': 'a device is not in the lab',
  'interface-in-use': 'an interface has a link already',
  'same-interface': 'both ends are one interface',
};

/**
 * The links that are never made, each once: the software refuses them, or has no port for an end. Those that
 * an event takes away are gone, as if they had been made. What is left are those of `Prediction.links` and
 * `expectedLinks`.
 */
export function linksNotMade(allocation: Allocation): LinkNotMade[] {
  const { created, lab } = allocation;
  const removed = lab.events.flatMap((event) => (event.type === 'remove' ? event.link : []));
  const madeOrRemoved = new Set([...created.links, ...removed]);
  const refused = [...allLinks(lab)].flatMap((link): LinkNotMade[] =>
    link.fault === undefined ? [] : [{ link, reason: FAULTS[link.fault] }],
  );
  const failed = [...failureReasons(allocation)]
    .filter(([link]) => !madeOrRemoved.has(link))
    .map(([link, reason]): LinkNotMade => ({ link, reason }));
  return [...refused, ...failed];
}

/** Why links got no port; a link that failed at both its ends is there once. */
export function failureReasons({ failures }: Allocation): Map<Link, string> {
  return new Map(
    [...failures].reverse().map(({ link, why, end }) => [link, `${endName(end === 'a' ? link.a : link.b)}: ${why}`]),
  );
}

function* allLinks(lab: Lab): Generator<Link, void, undefined> {
  yield* lab.links;
  for (const event of lab.events) if (event.type === 'add') yield event.link;
}
