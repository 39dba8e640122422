import type { HostReading } from './host.ts';
import type { LiveLink } from './live-link.ts';
import type { OpenProject } from './open-project.ts';
import type { ServerProject } from './server.ts';

/**
 * The UDP ports that an open project has on each of its computes that was read: those of its processes, and
 * those of the chains of its links, whose owners this user may not see.
 */
export function portsOfProject(
  { says, hosts }: OpenProject,
  live: readonly LiveLink[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const ofHost = new Map(hosts.map((host) => [host.host, portsOfProcesses(host, says.project)]));
  for (const { hops, otherChains = [] } of live) {
    for (const { host, localPort } of [hops, ...otherChains].flat()) {
      if (localPort !== undefined) ofHost.get(host)?.add(localPort);
    }
  }
  return new Map(
    hosts.flatMap(({ host, computeIds }) => computeIds.map((id) => [id, ofHost.get(host) ?? new Set<number>()])),
  );
}

function portsOfProcesses({ processes, sockets }: HostReading, project: ServerProject): Set<number> {
  const own = new Set(processes.filter(({ directory }) => isInProject(directory, project)).map(({ pid }) => pid));
  return new Set(
    sockets.rows.flatMap(({ protocol, pid, localPort }) =>
      protocol === 'udp' && pid !== undefined && own.has(pid) ? [localPort] : [],
    ),
  );
}

/**
 * True for a directory in which a process of a project works: below its path on the server's disk, or below a
 * folder of its id on that of another compute.
 */
export function isInProject(directory: string | undefined, { id, path }: ServerProject): boolean {
  if (directory === undefined) return false;
  const isBelow = (folder: string): boolean => /^[/\\]project-files(?:[/\\]|$)/.test(directory.slice(folder.length));
  if (path !== undefined && directory.startsWith(path) && isBelow(path)) return true;
  const at = directory.indexOf(id);
  return at > 0 && isBelow(directory.slice(0, at + id.length));
}
