import type { Seen } from '../exercise.ts';
import { readPortTable } from '../port-table.ts';
import type { Judged } from './now.ts';

/** The numbers that a student has written down are those of the sockets. */
export function judgePorts({ files, links }: Seen, file: string): Judged {
  const written = readPortTable(files[file] ?? '');
  const wanted = links.flatMap(({ name, ports, state }) =>
    name.split(' -- ').map((end, side) => ({ end, port: ports[side], isOpen: state !== 'MISSING' })),
  );
  const blank = wanted.filter(({ end }) => written.get(end) === undefined).length;
  if (blank > 0) return { isReached: false, now: `${blank} of ${wanted.length} to fill in` };
  const right = wanted.filter(({ end, port, isOpen }) => isOpen && written.get(end) === port).length;
  return { isReached: right === wanted.length && right > 0, now: `${right} of ${wanted.length} are right` };
}
