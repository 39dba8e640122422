import type { AllocatorName } from '../lab.ts';

/**
 * First version and first revision of each rule set, newest first (docs/FACTS.md, "Ports by a GNS3 server";
 * gns3-server `controller/topology.py`).
 */
const ERAS: ReadonlyArray<{
  readonly allocator: AllocatorName;
  readonly version: readonly [number, number, number];
  readonly revision: number;
}> = [
  { allocator: 'gns3-server-3.0', version: [3, 0, 0], revision: 10 },
  { allocator: 'gns3-server-2.2.3', version: [2, 2, 3], revision: 9 },
  { allocator: 'gns3-server-2.1', version: [2, 1, 0], revision: 8 },
  { allocator: 'gns3-server-1.3', version: [1, 3, 0], revision: 3 },
];

/**
 * Who gives out the ports of a project, by the version of GNS3 that saved it, such as `2.2.45` or
 * `1.3.2.dev1`; by the revision of its format where no version is written that can be read.
 */
export function allocatorOfProject(version: string | undefined, revision: number | undefined): AllocatorName {
  const numbers = numbersOf(version);
  const era = ERAS.find((one) =>
    numbers === undefined ? (revision ?? 0) >= one.revision : isAtLeast(numbers, one.version),
  );
  return era?.allocator ?? 'udp-auto';
}

/**
 * The first console by the version that saved a project; undefined where no version is written that can be
 * read.
 */
export function firstConsoleOfProject(version: string | undefined): number | undefined {
  const numbers = numbersOf(version);
  if (numbers === undefined) return undefined;
  // From 1.5 on consoles are 5000-10000 (docs/FACTS.md, "Ports by a GNS3 server").
  return isAtLeast(numbers, [1, 5, 0]) ? 5000 : 2000;
}

function numbersOf(version: string | undefined): readonly number[] | undefined {
  const match = /^\s*(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version ?? '');
  return match === null ? undefined : match.slice(1, 4).map((part) => Number(part ?? 0));
}

function isAtLeast(version: readonly number[], first: readonly number[]): boolean {
  for (const [index, part] of first.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
