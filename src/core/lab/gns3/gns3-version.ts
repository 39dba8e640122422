import type { AllocatorName, Gns3Version } from '../lab.ts';

/**
 * First version and first revision of each rule set, newest first (docs/FACTS.md, "Ports by a GNS3 server";
 * gns3-server `controller/topology.py`).
 */
const ERAS: ReadonlyArray<{
  readonly allocator: AllocatorName;
  readonly version: Gns3Version;
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
  const numbers = versionOfProject(version);
  if (numbers !== undefined) return allocatorOfVersion(numbers);
  return ERAS.find((era) => (revision ?? 0) >= era.revision)?.allocator ?? 'udp-auto';
}

/** The rule set of one version of GNS3. */
export function allocatorOfVersion(version: Gns3Version): AllocatorName {
  return ERAS.find((era) => isAtLeast(version, era.version))?.allocator ?? 'udp-auto';
}

/** The version that saved a project, such as `1.3.2.dev1`; undefined where none can be read. */
export function versionOfProject(version: string | undefined): Gns3Version | undefined {
  const [, major, minor, patch = '0'] = /^\s*(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version ?? '') ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** True if a version is `first` or a later one. */
export function isAtLeast(version: Gns3Version, first: Gns3Version): boolean {
  const index = version.findIndex((number, place) => number !== first[place]);
  return index < 0 || (version[index] ?? 0) > (first[index] ?? 0);
}
