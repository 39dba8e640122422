import type { Allocation } from '../../core/allocation/allocation.ts';
import { linksNotMade } from '../../core/allocation/links-not-made.ts';
import type { LinksResult } from './result.ts';

/** The links of the labs that are never made, as a part of the result; nothing if all are. */
export function notMade(allocations: readonly Allocation[]): Pick<LinksResult, 'notMade'> {
  const links = allocations.flatMap((allocation) =>
    linksNotMade(allocation).map(({ link, reason }) => ({ lab: allocation.lab.name, name: link.name, reason })),
  );
  return links.length === 0 ? {} : { notMade: links };
}
