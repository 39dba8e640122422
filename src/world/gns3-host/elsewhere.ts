import { isLoopback } from '../../core/address/host.ts';
import { hostPortText } from '../../core/address/host-port.ts';
import type { HostReading } from '../../core/open-project/host.ts';
import type { ServerSays } from '../../core/open-project/server.ts';
import { FORWARDERS } from '../../core/sockets/host-view.ts';
import { ProjectFolders } from './project-folders.ts';

/**
 * Why a server that answers on the loopback of this host is on another one: what listens there only passes
 * connections on, as `ssh -L` does; or neither a GNS3 server nor a process of the project is here. Undefined
 * if it is here, or if that cannot be known.
 */
export function leadsElsewhere(
  { sockets, processes, computeIds }: HostReading,
  { server, project, nodes }: Pick<ServerSays, 'server' | 'project' | 'nodes'>,
): string | undefined {
  if (!server.isHere || !isLoopback(server.host) || (sockets.system ?? 'linux') !== 'linux') return undefined;
  const listener = sockets.rows.find((row) => {
    return row.protocol === 'tcp' && row.state === 'LISTEN' && row.localPort === server.port;
  });
  const owner = listener?.pid === undefined ? undefined : sockets.processes.get(listener.pid);
  const at = `${hostPortText(server.host, server.port)} leads to another host`;
  if (owner !== undefined) {
    if (!FORWARDERS.test(owner.name)) return undefined;
    return `${at} (${owner.name}, pid ${owner.pid}, passes it on): ${REMEDY}`;
  }
  const folders = new ProjectFolders({ project, nodes }, computeIds);
  const isHere = processes.some(({ program, directory }) => {
    return program === 'gns3server' || (directory !== undefined && folders.has(directory));
  });
  return isHere ? undefined : `${at} (no GNS3 server runs here): ${REMEDY}`;
}

const REMEDY = 'add --host USER@HOST';
