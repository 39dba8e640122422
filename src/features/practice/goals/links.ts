import { expectedLinks } from '../../../core/allocation/expected-links.ts';
import type { Seen, Staged } from '../exercise.ts';
import { firstModel } from '../labs-of-files.ts';
import { fitting, type Judged } from './now.ts';

/** Every link of these files is ESTABLISHED, and there are as many as at first: to delete one is no mend. */
export function judgeLinks(
  { staged, links }: Seen,
  files: readonly string[] = staged.files.map(({ name }) => name),
): Judged {
  const there = links.filter(({ file }) => files.includes(file));
  const broken = there.filter(({ state }) => state !== 'ESTABLISHED');
  const wanted = Math.max(there.length, linkCount(staged, files));
  const [first] = broken;
  const isReached = first === undefined && there.length === wanted;
  const count = `${there.length - broken.length} of ${wanted}`;
  if (isReached) return { isReached, now: count };
  if (first === undefined) return { isReached, now: `${count}; a link is gone` };
  return {
    isReached,
    now: fitting(`${count}; ${shortName(first.name)} ${first.state}`, `${count}; ${first.state}`, count),
  };
}

/** How many links the files have that a student finds. */
function linkCount(staged: Staged, files: readonly string[]): number {
  const allocations = firstModel(staged).allocations.filter(({ lab }) => files.includes(lab.file));
  return expectedLinks(allocations, { withStopped: true }).filter(({ isTunnel }) => !isTunnel).length;
}

/** Without the interfaces, and without the ports of a written NIO: `R1 -- R2`. */
function shortName(link: string): string {
  return link.replace(/ \S+( -- |$)/g, '$1').replace(/ -- NIO_.*/, '');
}
